//! The runner that was built without a compiler, on what the one with a compiler
//! made. `make test-aot` builds it, and names it in `AOT_RUNNER`.

#[path = "runner/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use program::{Place, Run, command};

/// Runs the one without a compiler as [`Place::run`] does the other one.
fn aot(place: &Place, args: &[&str]) -> Run {
    let runner = std::env::var_os("AOT_RUNNER").expect("AOT_RUNNER names the runner without a compiler");
    let other = place.program(args);
    let mut command = Command::new(runner);
    command.args(other.get_args()).current_dir(place.path()).env_clear().stdin(std::process::Stdio::null());
    Run::of(command.output().unwrap())
}

/// Compiles `input` to `g.cwasm`.
#[track_caller]
fn compile(place: &Place, input: &str, limits: &[&str]) {
    let run = place.run([&["compile", input, "-o", "g.cwasm"], limits].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

/// A place with `guest-wasi` in it, as `g.wasm` and compiled.
fn guest() -> Place {
    let target = Path::new(env!("CARGO_BIN_EXE_wasmtime-runner")).ancestors().nth(2).unwrap();
    let wasm = fs::read(target.join("wasm32-wasip1/release/guest-wasi.wasm"));
    let place = Place::new();
    place.file("g.wasm", wasm.expect("guest-wasi is built: make wasi"));
    place.file("granted/file", "contents\n");
    compile(&place, "g.wasm", &[]);
    place
}

#[test]
#[ignore = "make test-aot builds what it needs"]
fn a_command_does_the_same_with_the_same_grants() {
    let place = guest();
    for (options, args, code) in [
        (&[][..], &["hello"][..], 0),
        (&[], &["args", "a b", "", "-x"], 0),
        (&[], &["fib", "90"], 0),
        (&[], &["fib", "none"], 2),
        (&[], &["cat", "granted/file"], 1),
        (&["--env", "A=1"], &["env"], 0),
        (&["--dir", "granted"], &["cat", "granted/file"], 0),
        (&["--dir", "granted::/data"], &["ls", "/data"], 0),
        (&["--dir", "granted"], &["cat", "granted/../g.wasm"], 1),
        (&["--dir", "granted:ro"], &["write", "granted/new", "x"], 1),
        (&["--dir", "granted"], &["write", "granted/new", "x"], 0),
    ] {
        let with = place.run([&["run"], options, &["g.wasm"], args].concat());
        let without = aot(&place, &[&["run"], options, &["g.cwasm"], args].concat());
        assert_eq!(without, with, "{options:?} {args:?}");
        assert_eq!(without.code, Some(code), "{}", without.stderr);
    }
    assert_eq!(aot(&place, &["run", "g.cwasm", "hello"]).stdout, "hello, world\n");
}

#[test]
#[ignore = "make test-aot builds what it needs"]
fn each_limit_has_its_exit_code() {
    let place = Place::new();
    place.file(
        "g.wat",
        r#"(module (memory 1) (table 1 funcref) (func (export "spin") (loop (br 0))) (func $deep (export "deep") (call $deep))
          (func (export "grow") (drop (memory.grow (i32.const 16))))
          (func (export "grow-table") (drop (table.grow (ref.null func) (i32.const 10))))
          (func (export "traps") unreachable))"#,
    );
    for (limit, name, code) in [
        (&["--max-table", "10"][..], "grow-table", 120),
        (&["--max-stack", "64KiB"], "deep", 121),
        (&["--max-memory", "1MiB"], "grow", 122),
        (&["--fuel", "10000"], "spin", 123),
        (&["--timeout", "100ms"], "spin", 124),
        (&[], "traps", 134),
    ] {
        compile(&place, "g.wat", limit);
        let run = aot(&place, &[&["run"], limit, &["--invoke", name, "g.cwasm"]].concat());
        assert_eq!(run.code, Some(code), "{limit:?}: {}", run.stderr);
    }
}

#[test]
#[ignore = "make test-aot builds what it needs"]
fn what_was_not_compiled_for_it_is_refused_with_the_next_step() {
    let place = Place::new();
    place.file("g.wat", command(""));
    place.file("g.wasm", wat::parse_str(command("")).unwrap());
    for name in ["g.wat", "g.wasm"] {
        aot(&place, &["run", name])
            .says(2, "built without a compiler\nnext step: `wasmtime-runner compile IN -o OUT.cwasm`");
    }
    compile(&place, "g.wat", &["--fuel", "1"]);
    aot(&place, &["run", "g.cwasm"]).says(2, "this compiled code does not fit");
    compile(&place, "g.wat", &[]);
    assert_eq!(aot(&place, &["run", "g.cwasm"]).code, Some(0));
    let whole = fs::read(place.path().join("g.cwasm")).unwrap();
    for at in [0, 30, 70, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        place.file("damaged.cwasm", &damaged);
        place.file("cut.cwasm", &whole[..at]);
        for name in ["damaged.cwasm", "cut.cwasm"] {
            aot(&place, &["run", name]).says(2, "next step: ");
        }
    }
    aot(&place, &["compile", "g.wat", "-o", "out"]).says(2, "unrecognized subcommand 'compile'");
}

#[test]
#[ignore = "make test-aot builds what it needs"]
fn a_component_runs_too() {
    let place = Place::new();
    place.file(
        "c.wat",
        r#"(component (core module $m (func (export "run") (result i32) (i32.const 1)))
          (core instance $i (instantiate $m)) (func $run (result (result)) (canon lift (core func $i "run")))
          (instance (export "wasi:cli/run@0.2.0") (export "run" (func $run))))"#,
    );
    compile(&place, "c.wat", &[]);
    assert_eq!(aot(&place, &["run", "g.cwasm"]).code, Some(1));
}
