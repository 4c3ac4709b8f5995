//! The command `plugin`, and that node-harness gives the same transcripts.
//!
//! `SNAPSHOTS=overwrite` rewrites the golden file.

use std::path::Path;
use std::process::{Command, Output};

use crate::guest::{guest, root};

fn runner(guest: &Path, scenario: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasmtime-runner"));
    command.arg("plugin").args(more).arg("--scenario").args([scenario, guest]).output().unwrap()
}

fn node(guest: &Path, scenario: &Path) -> Output {
    let cli = root().join("node-harness/src/cli.js");
    Command::new("node")
        .arg(cli)
        .arg("scenario")
        .args([guest, scenario])
        .output()
        .expect("Node 20 is needed: https://nodejs.org")
}

#[track_caller]
fn transcript(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn both_hosts_answer_the_walk_with_the_same_transcript() {
    let folder = root().join("guest-nostd/scenarios");
    let (scenario, golden) = (folder.join("walk.scenario"), folder.join("walk.transcript"));
    let native = transcript(runner(guest(), &scenario, &[]));
    if std::env::var_os("SNAPSHOTS").is_some_and(|mode| mode == "overwrite") {
        std::fs::write(&golden, &native).unwrap();
    }
    assert_eq!(native, transcript(node(guest(), &scenario)), "the hosts differ");
    assert_eq!(native, std::fs::read_to_string(&golden).unwrap(), "SNAPSHOTS=overwrite rewrites the transcript");
}

/// Any sequence of calls of the heap has the same answers in both hosts.
#[test]
fn both_hosts_give_out_the_same_addresses() {
    let place = tempfile::tempdir().unwrap();
    let (module, scenario) = (place.path().join("heap.wasm"), place.path().join("heap.scenario"));
    let text = r#"(module (import "env" "memory" (memory 1 40))
        (import "env" "malloc" (func $malloc (param i32) (result i32))) (import "env" "free" (func $free (param i32)))
        (import "env" "realloc" (func $realloc (param i32 i32) (result i32)))
        (global (export "__heap_base") i32 (i32.const 1001))
        (export "malloc" (func $malloc)) (export "free" (func $free)) (export "realloc" (func $realloc))
        (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))"#;
    std::fs::write(&module, wat::parse_str(text).unwrap()).unwrap();
    let mut random = fastrand::Rng::with_seed(1);
    let mut steps = String::new();
    let mut live: Vec<String> = Vec::new();
    for round in 0..600 {
        let size = random.u32(..) >> random.u32(12..32);
        let block = (!live.is_empty()).then(|| random.usize(..live.len()));
        steps += &match (random.u8(..12), block) {
            (0..=3, Some(block)) => format!("call free ${}\n", live.swap_remove(block)),
            (4..=6, Some(block)) => {
                let old = live.swap_remove(block);
                live.push(format!("r{round}"));
                // If there is no room the old block stays, and is not touched again.
                format!("r{round} = call realloc ${old} {size}\n")
            }
            (7, _) => "call grow 1\n".to_owned(),
            _ => {
                live.push(format!("m{round}"));
                format!("m{round} = call malloc {size}\n")
            }
        };
    }
    steps += "pages\ncall free 5\ncall malloc 1\n";
    std::fs::write(&scenario, steps).unwrap();
    let native = transcript(runner(&module, &scenario, &[]));
    assert_eq!(native, transcript(node(&module, &scenario)));
    assert!(native.matches("malloc ").count() > 100 && native.contains("-> 0x0"), "{native}");
    assert!(native.contains("error: the guest called env.free(0x5), which is not a live block"), "{native}");
}

#[test]
fn every_type_of_number_has_the_same_text_in_both_hosts() {
    let place = tempfile::tempdir().unwrap();
    let (module, scenario) = (place.path().join("numbers.wasm"), place.path().join("numbers.scenario"));
    let text = r#"(module (import "env" "memory" (memory 1))
        (func (export "i32") (param i32) (result i32) (local.get 0))
        (func (export "i64") (param i64) (result i64) (local.get 0))
        (func (export "f32") (param f32) (result f32) (local.get 0))
        (func (export "f64") (param f64) (result f64) (local.get 0))
        (func (export "bits") (param i64) (result f64) (f64.reinterpret_i64 (local.get 0)))
        (func (export "both") (param i32 f64) (result f64 i32) (local.get 1) (local.get 0))
        (func $deep (export "deep") (call $deep)))"#;
    std::fs::write(&module, wat::parse_str(text).unwrap()).unwrap();
    let mut steps =
        "call i32 4294967295\ncall i32 -2147483648\ncall i64 -1n\ncall i64 18446744073709551615n\n".to_owned();
    steps += "call f32 0.1\ncall f64 1e400\ncall f64 -0\ncall both 7 1.5\n";
    let mut random = fastrand::Rng::with_seed(2);
    for _ in 0..1000 {
        steps += &format!("call bits {}n\n", random.i64(..));
    }
    steps += "call deep\ncall i32 1\n";
    std::fs::write(&scenario, steps).unwrap();
    let native = transcript(runner(&module, &scenario, &[]));
    assert_eq!(native, transcript(node(&module, &scenario)));
    assert!(native.contains("> call both 7 1.5\n1.5, 7\n") && native.contains("error: the guest trapped\n"));
}

#[test]
fn a_limit_is_said_in_the_transcript() {
    let place = tempfile::tempdir().unwrap();
    let (module, scenario) = (place.path().join("spin.wat"), place.path().join("spin.scenario"));
    std::fs::write(&module, r#"(module (import "env" "memory" (memory 1)) (func (export "spin") (loop (br 0))))"#)
        .unwrap();
    std::fs::write(&scenario, "call spin\ncall spin\n").unwrap();
    assert_eq!(
        transcript(runner(&module, &scenario, &["--fuel", "1000"])),
        "> call spin\nerror: the guest was stopped: it used up --fuel 1000\n\
         > call spin\nerror: the instance was stopped by an earlier call\n"
    );
}

#[test]
fn a_scenario_that_cannot_be_used_is_named_with_its_line() {
    let place = tempfile::tempdir().unwrap();
    let scenario = place.path().join("bad.scenario");
    for (steps, text) in [
        ("pages\njump\n", "bad.scenario:2: `jump` is no step"),
        ("call nix\n", "bad.scenario:1: the module exports no function `nix`"),
        ("call add 1\n", "bad.scenario:1: `add` takes 2 arguments, and 1 are given"),
        ("call add 1 $x\n", "bad.scenario:1: no earlier step of this instance set `x`"),
        ("x = call add 1 2\nrelease x\n", "bad.scenario:2: `x` was not set by `write`"),
        ("section none\n", "bad.scenario:1: the module has no custom section `none`"),
        ("read bytes 4294967296 1\n", "bad.scenario:1: `4294967296` is no i32"),
    ] {
        std::fs::write(&scenario, steps).unwrap();
        for output in [runner(guest(), &scenario, &[]), node(guest(), &scenario)] {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains(text), "{steps}\n{said}");
            assert_eq!(output.status.code(), Some(2), "{steps}");
        }
    }
}

#[test]
fn the_example_offers_a_log_and_data() {
    let examples = Path::new(env!("CARGO_BIN_EXE_wasmtime-runner")).with_file_name("examples");
    let output = Command::new(examples.join("plugin_host")).output();
    let output = output.expect("`cargo test -p wasmtime-runner` builds the examples; with --test it does not");
    assert_eq!(
        transcript(output),
        "Hello, Ada (10 B), {\"greeted\": \"yes\", \"name\": \"Ada\"}\n\
         Hello, Grace (12 B), {\"greeted\": \"yes\", \"name\": \"Grace\"}\n"
    );
}
