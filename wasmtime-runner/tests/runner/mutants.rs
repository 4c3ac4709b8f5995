//! Modules, components, text and machine code that were damaged at random: never a
//! crash of the host, always an answer, with a bounded part of the machine's memory
//! and time.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use fastrand::Rng;
use sha2::{Digest as _, Sha256};

use crate::program::{Place, Run, command};

/// How many damaged files are tried; `MUTANTS` asks for more.
fn rounds() -> u64 {
    std::env::var("MUTANTS").map_or(120, |rounds| rounds.parse().unwrap())
}

/// What is damaged, as text: something of each proposal that guests may use.
fn texts() -> Vec<String> {
    let greeting = "(i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 5))
        (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))";
    let others = [
        r#"(module (memory i64 1 10) (memory 1) (data "abc") (data (i64.const 8) "def")
          (func (export "_start") (memory.init 0 (i64.const 0) (i32.const 0) (i32.const 3))
            (memory.copy 0 1 (i64.const 0) (i32.const 0) (i32.const 9))
            (drop (memory.grow 0 (i64.const 2))) (i64.store (i64.const 65532) (i64.const 1))))"#,
        r#"(module (type $f (func (param i32) (result i32))) (table $t 4 9 funcref) (table 1 externref)
          (elem (table $t) (i32.const 0) func $a $b) (elem declare func $b) (global $g (mut i32) (i32.const 7))
          (func $a (type $f) (i32.add (local.get 0) (global.get $g)))
          (func $b (type $f) (return_call $a (local.get 0)))
          (func (export "_start") (drop (table.grow $t (ref.func $b) (i32.const 2)))
            (global.set $g (call_indirect $t (type $f) (i32.const 1) (i32.const 1)))))"#,
        r#"(module (type $s (struct (field (mut i32)) (field (ref null $s)))) (type $v (array (mut i64)))
          (func (export "_start") (local $s (ref null $s)) (local $n i32)
            (loop $again (local.set $s (struct.new $s (local.get $n) (local.get $s)))
              (drop (array.new $v (i64.const 1) (i32.const 100)))
              (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 50))))
            (drop (ref.test (ref i31) (ref.i31 (struct.get $s 0 (local.get $s)))))))"#,
        r#"(module (tag $e (param i32)) (func $throws (throw $e (i32.const 3)))
          (func (export "_start") (drop (block $caught (result i32)
            (try_table (catch $e $caught) (call $throws)) (i32.const 0)))))"#,
        r#"(module (memory 1) (func (export "_start") (v128.store (i32.const 0)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (v128.const i32x4 1 2 3 4)
            (f32x4.relaxed_madd (v128.const i32x4 1 2 3 4) (v128.load (i32.const 16)) (v128.const i64x2 0 1))))))"#,
        r#"(component (core module $m (memory (export "memory") 1) (func (export "run") (result i32) (i32.const 0)))
          (core instance $i (instantiate $m)) (func $run (result (result)) (canon lift (core func $i "run")))
          (instance (export "wasi:cli/run@0.2.0") (export "run" (func $run))))"#,
    ];
    others.into_iter().map(str::to_owned).chain([command(greeting)]).collect()
}

/// What is damaged: the texts, what they are in the binary format, what `compile`
/// makes of them, and `guest-wasi` where it was built.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let mut seeds = Vec::new();
    let place = Place::new();
    for text in texts() {
        let wasm = wat::parse_str(&text).unwrap();
        place.file("m.wasm", &wasm);
        assert_eq!(place.run(["compile", "--timeout", "1s", "m.wasm", "-o", "m.cwasm"]).code, Some(0), "{text}");
        seeds.push(("cwasm", fs::read(place.path().join("m.cwasm")).unwrap()));
        seeds.push(("wasm", wasm));
        seeds.push(("wat", text.into_bytes()));
    }
    let program = Path::new(env!("CARGO_BIN_EXE_wasmtime-runner"));
    let guest = program.ancestors().nth(2).unwrap().join("wasm32-wasip1/release/guest-wasi.wasm");
    seeds.extend(fs::read(guest).ok().map(|guest| ("wasm", guest)));
    seeds
}

/// Where the sections of `wasm` are, with their headers.
fn sections(wasm: &[u8]) -> Vec<Range<usize>> {
    let mut sections = Vec::new();
    let mut start = 8;
    while start < wasm.len() {
        let (mut at, mut size) = (start + 1, 0);
        for shift in (0..).step_by(7) {
            size |= usize::from(wasm[at] & 0x7f) << shift;
            at += 1;
            if wasm[at - 1] < 0x80 {
                break;
            }
        }
        sections.push(start..at + size);
        start = at + size;
    }
    sections
}

/// Where the code of `cwasm` begins, after a line and the digest of the code.
const DIGEST: Range<usize> = 28..60;

fn damaged(dice: &mut Rng, kind: &str, whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    // The header of an ELF file, or its end, with a digest that fits again: then it
    // is wasmtime that has to see it. Whoever damages the code in between is trusted.
    if kind == "cwasm" && dice.bool() {
        match dice.bool() {
            true => bytes[DIGEST.end + dice.usize(..64)] = dice.u8(..),
            false => bytes.truncate(dice.usize(DIGEST.end..bytes.len())),
        }
        let digest = Sha256::digest(&bytes[DIGEST.end..]);
        bytes[DIGEST].copy_from_slice(&digest);
        return bytes;
    }
    match dice.u8(..8) {
        0 => bytes.truncate(dice.usize(..bytes.len())),
        1 => {
            // Numbers are written in LEB128, so these are very large ones.
            let at = dice.usize(..bytes.len());
            bytes.splice(at..at, [0xff, 0xff, 0xff, 0xff, 0x0f]).for_each(drop);
        }
        2 | 3 if kind == "wasm" => {
            let sections = sections(&bytes);
            let mut section = || sections[dice.usize(..sections.len())].clone();
            let (from, to) = (section(), section());
            let copy = bytes[from].to_vec();
            let end = if dice.bool() { to.start } else { to.end };
            bytes.splice(to.start..end, copy).for_each(drop);
        }
        2..6 if kind == "wat" => {
            let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
            bytes[digits[dice.usize(..digits.len())]] = dice.u8(b'0'..=b'9');
        }
        _ => {
            for _ in 0..=dice.usize(..3) {
                let at = dice.usize(..bytes.len());
                bytes[at] = if dice.bool() { dice.u8(..) } else { bytes[at] ^ 1 << dice.u8(..8) };
            }
        }
    }
    bytes
}

/// Runs the program with no more than a minute and a GiB: it is killed by a signal
/// where it takes more of the one, and is refused more of the other.
fn bounded(place: &Place, args: &[&str]) -> Run {
    let program = place.program(args);
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"ulimit -t 60 && ulimit -d 1048576 && exec "$0" "$@""#]).arg(program.get_program());
    shell.args(program.get_args()).current_dir(place.path()).env_clear().stdin(Stdio::null());
    Run::of(shell.output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn damaged_files_are_answered() {
    let seeds = seeds();
    let next = AtomicU64::new(0);
    let counts: Mutex<BTreeMap<(String, i32), usize>> = Mutex::default();
    let work = || {
        let place = Place::new();
        loop {
            let round = next.fetch_add(1, Ordering::Relaxed);
            if round >= rounds() {
                break;
            }
            // Each has a seed of its own, so that it can be repeated alone.
            let mut dice = Rng::with_seed(round);
            let (kind, whole) = &seeds[dice.usize(..seeds.len())];
            let bytes = damaged(&mut dice, kind, whole);
            let file = &format!("m.{kind}");
            place.file(file, &bytes);
            let limited =
                ["run", "--timeout", "1s", "--no-cache", "--max-memory", "64MiB", "--max-table", "100000", file];
            let free = ["run", "--timeout", "1s", "--no-cache", file];
            let run = if dice.bool() { &limited[..] } else { &free };
            let mut compiles = false;
            for args in [run, &["compile", file, "-o", "out"], &["inspect", file]] {
                let Run { code, stderr, .. } = bounded(&place, args);
                let says = |what: &str| {
                    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutant-{round}.{kind}"));
                    fs::write(&kept, &bytes).unwrap();
                    panic!("{what} {}, {args:?}: {stderr}", kept.display())
                };
                match code {
                    None => says("killed by a signal:"),
                    Some(_) if stderr.contains("panicked at") => says("a panic:"),
                    // The guest may exit as it likes.
                    Some(0..=125) if args[0] == "run" => {}
                    Some(134) if args[0] == "run" && !stderr.is_empty() => {}
                    Some(0) => compiles = true,
                    Some(2) if args[0] == "inspect" && compiles => says("it compiles, and cannot be inspected:"),
                    Some(2) if !stderr.is_empty() => {}
                    Some(code) => says(&format!("exit code {code}:")),
                }
                *counts.lock().unwrap().entry((format!("{} of .{kind}", args[0]), code.unwrap())).or_default() += 1;
            }
        }
    };
    thread::scope(|scope| {
        (0..thread::available_parallelism().map_or(1, usize::from)).for_each(|_| drop(scope.spawn(work)));
    });
    // Not with `println!`, which the tests of Rust keep to themselves.
    let counts = counts.into_inner().unwrap();
    let counts: String =
        counts.iter().map(|((what, code), count)| format!("{what}: exit code {code}, {count} times\n")).collect();
    io::stdout().write_all(counts.as_bytes()).unwrap();
}

#[test]
fn machine_code_that_does_not_fit_its_digest_is_refused() {
    let place = Place::new();
    place.file("f.wat", r#"(module (func (export "_start")))"#);
    assert_eq!(place.run(["compile", "f.wat", "-o", "f.cwasm"]).code, Some(0));
    let whole = fs::read(place.path().join("f.cwasm")).unwrap();
    // From a fixed seed, so that a failure can be repeated.
    let mut dice = Rng::with_seed(1);
    for _ in 0..40 {
        let mut code = whole.clone();
        let at = dice.usize(..code.len());
        code[at] ^= 1 << dice.usize(..8);
        place.file("m.cwasm", &code);
        let run = place.run(["run", "m.cwasm"]);
        assert_eq!(run.code, Some(2), "bit at {at}: {}", run.stderr);
    }
}
