//! Commands and single functions: what comes out, and how they end.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use crate::program::{Place, Run, command};

const FUNCTIONS: &str = r#"(module
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "swap") (param i64 f32) (result f32 i64) (local.get 1) (local.get 0))
  (func (export "none"))
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $ready (i32.const 7)))
  (func (export "ready") (result i32) (global.get $ready)))"#;

#[test]
fn the_exit_code_is_the_guests_own() {
    let place = Place::new();
    for code in [0, 1, 3, 125] {
        let path = place.file("exit.wat", command(&format!("(call $proc_exit (i32.const {code}))")));
        let run = place.run(["run", path.to_str().unwrap()]);
        assert_eq!(run, Run { code: Some(code), stdout: String::new(), stderr: String::new() });
    }
    let path = place.file("large.wat", command("(call $proc_exit (i32.const 126))"));
    place.run(["run", path.to_str().unwrap()]).says(134, "exit with invalid exit status outside of [0..126)");
    let path = place.file("end.wat", command(""));
    assert_eq!(place.run(["run", path.to_str().unwrap()]).code, Some(0));
}

#[test]
fn one_function_is_called_with_typed_arguments() {
    let place = Place::new();
    place.file("f.wat", FUNCTIONS);
    let invoke = |args: &[&str]| place.run([&["run", "--invoke"], args].concat());
    assert_eq!(invoke(&["add", "f.wat", "-1", "0x10"]).stdout, "15\n");
    assert_eq!(invoke(&["swap", "f.wat", "-7", "0.5"]).stdout, "0.5\n-7\n");
    assert_eq!(invoke(&["none", "f.wat"]).stdout, "");
    assert_eq!(invoke(&["ready", "f.wat"]).stdout, "7\n", "_initialize was not called");
    invoke(&["add", "f.wat", "1"]).says(2, "takes 2 arguments (i32, i32), and 1 are given");
    invoke(&["add", "f.wat", "1", "x"]).says(2, "`x` is no i32");
    invoke(&["nix", "f.wat"]).says(2, "next step: name one of those it exports: add, swap, none");
}

#[test]
fn a_module_in_the_binary_format_runs_as_its_text_does() {
    let place = Place::new();
    place.file("f.wasm", wat::parse_str(FUNCTIONS).unwrap());
    assert_eq!(place.run(["run", "--invoke", "add", "f.wasm", "2", "3"]).stdout, "5\n");
}

#[test]
fn a_trap_shows_the_calls_that_led_to_it() {
    let place = Place::new();
    place.file(
        "t.wat",
        r#"(module (func $inner unreachable) (func $outer (call $inner)) (func (export "_start") (call $outer)))"#,
    );
    let run = place.run(["run", "t.wat"]);
    run.says(134, "the guest trapped: wasm `unreachable` instruction executed");
    let at = |name: &str| run.stderr.find(name).unwrap_or_else(|| panic!("{name}: {}", run.stderr));
    assert!(at("inner") < at("outer"));
}

#[test]
fn standard_input_is_inherited_a_file_or_nothing() {
    let place = Place::new();
    // Reads up to 16 bytes to 64 and writes what it got.
    let echo = command(
        "(i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 16))
         (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
         (i32.store (i32.const 4) (i32.load (i32.const 8)))
         (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 12)))",
    );
    place.file("echo.wat", echo);
    place.file("input", "from a file");
    assert_eq!(place.run(["run", "--stdin", "input", "echo.wat"]).stdout, "from a file");
    assert_eq!(place.run(["run", "--stdin", "none", "echo.wat"]).stdout, "");
    place.run(["run", "--stdin", "missing", "echo.wat"]).says(2, "--stdin missing cannot be opened");
    let mut child = place.program(["run", "echo.wat"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"from a pipe").unwrap();
    assert_eq!(Run::of(child.wait_with_output().unwrap()).stdout, "from a pipe");
}

#[test]
fn a_module_of_which_no_instance_can_be_made_has_not_trapped() {
    let place = Place::new();
    place.file("shared.wat", "(module (memory 1 1 shared) (func (export \"_start\")))");
    let run = place.run(["run", "shared.wat"]);
    run.says(2, "no instance can be made of it");
    run.says(2, "what shares a memory between threads runs in Node");
    run.says(2, "shared memory support is disabled");
    place.file("data.wat", "(module (memory 1) (data (i32.const 65536) \"x\") (func (export \"_start\")))");
    place.run(["run", "data.wat"]).says(134, "out of bounds memory access");
}

#[test]
fn what_cannot_be_run_is_said_with_its_cause_and_the_next_step() {
    let place = Place::new();
    for (name, contents, text) in [
        ("empty.wasm", &b""[..], "the file is empty (at offset 0x0)"),
        ("text.wasm", b"hello", "this is neither WebAssembly nor its text format"),
        ("binary.wasm", &[0xff; 40], "this is neither WebAssembly nor its text format"),
        ("wrong.wat", b"(module (nix))", "wrong.wat"),
        ("cut.wasm", b"\0asm\x01\0\0\0\x01\x05", "cut.wasm"),
        ("component.wasm", b"\0asm\x0d\0\x01\0", "this is no command: it does not export wasi:cli/run"),
        ("library.wat", b"(module)", "it exports no function `_start`"),
        ("typed.wat", b"(module (func (export \"_start\") (param i32)))", "its `_start` takes or returns something"),
        ("host.wat", b"(module (import \"env\" \"malloc\" (func (param i32) (result i32))))", "env.malloc"),
        ("missing/x.wasm", b"", "cannot be read"),
    ] {
        if !name.contains('/') {
            place.file(name, contents);
        }
        place.run(["run", name]).says(2, text);
    }
    place.run(["run", "--dir", "nowhere", "library.wat"]).says(2, "--dir nowhere: there is no such folder");
    place.run(["run", "--timeout", "5", "library.wat"]).says(2, "`5` has no unit of time");
}

#[test]
fn inspect_lists_what_a_module_has_and_needs() {
    let place = Place::new();
    place.file("c.wat", command("(@custom \"note\" \"hello\")").replace("(@custom \"note\" \"hello\")", ""));
    let run = place.run(["inspect", "c.wat"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for text in [
        "wasi_snapshot_preview1.fd_write  func (param i32 i32 i32 i32) (result i32)",
        "_start  func\n",
        "1 pages of 65536 B, no maximum, its own",
        "folders: --dir",
        "the network, which the runner grants to no guest",
    ] {
        assert!(run.stdout.contains(text), "{text}: {}", run.stdout);
    }
    place.file("m.wat", r#"(module (import "env" "memory" (memory 17 20)) (@custom "note" "hello"))"#);
    let run = place.run(["inspect", "m.wat"]);
    assert!(run.stdout.contains("env.memory  memory of 17 pages of 65536 B, at most 20"), "{}", run.stdout);
    assert!(run.stdout.contains("note  5 B"), "{}", run.stdout);
    place.file("simd.wat", "(module (func (export \"f\") (result v128) (v128.const i64x2 0 0)))");
    assert!(place.run(["inspect", "simd.wat"]).stdout.contains("f  func (result v128)"));
    place.file("bad.wat", "(module (func (result i32)))");
    place.run(["inspect", "bad.wat"]).says(2, "it is not valid");
}

#[test]
fn inspect_says_the_same_as_data() {
    let place = Place::new();
    place.file(
        "m.wat",
        r#"(module (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i64) (result i32)))
          (import "env" "memory" (memory 17 20)) (import "env" "g" (global (mut f64))) (memory (export "m") i64 1)
          (table (export "t") 2 funcref) (tag (export "e") (param i32)) (@custom "note" "hello"))"#,
    );
    let run = place.run(["inspect", "--format", "json", "m.wat"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let own = json!({"minimum": 1, "maximum": null, "page_bytes": 65536, "shared": false, "address": "i64"});
    let imported = json!({"minimum": 17, "maximum": 20, "page_bytes": 65536, "shared": false, "address": "i32"});
    let with = |value: &serde_json::Value, key: &str, more: serde_json::Value| {
        let mut value = value.clone();
        value[key] = more;
        value
    };
    let expected = json!({
        "schema": "wasmtime-runner/inspect/1",
        "file": "m.wat",
        "bytes": found["bytes"],
        "kind": "module",
        "imports": [
            {"module": "wasi_snapshot_preview1", "name": "fd_write",
             "type": {"kind": "func", "params": ["i32", "i64"], "results": ["i32"]}},
            {"module": "env", "name": "memory", "type": with(&imported, "kind", json!("memory"))},
            {"module": "env", "name": "g", "type": {"kind": "global", "content": "f64", "mutable": true}},
        ],
        "exports": [
            {"name": "m", "type": with(&own, "kind", json!("memory"))},
            {"name": "t", "type": {"kind": "table", "element": "funcref", "minimum": 2, "maximum": null}},
            {"name": "e", "type": {"kind": "tag", "params": ["i32"]}},
        ],
        "memories": [with(&imported, "imported", json!(true)), with(&own, "imported", json!(false))],
        "custom_sections": [{"name": "note", "bytes": 5}],
        "needs": ["standard output and error, or files in folders: --dir"],
    });
    assert_eq!(found, expected);
    assert!(found["bytes"].as_u64() > Some(60), "{found}");
}

#[test]
fn inspect_lists_what_a_component_imports_exports_and_contains() {
    let place = Place::new();
    place.file(
        "c.wat",
        r#"(component (import "wasi:filesystem/types@0.2.0" (instance)) (import "wasi:cli/stdin@0.2.0" (instance))
          (core module $m (memory (export "memory") 1) (func (export "run") (result i32) (i32.const 0)))
          (component (core module (func (export "inner"))))
          (core instance $i (instantiate $m)) (func $run (result (result)) (canon lift (core func $i "run")))
          (instance (export "wasi:cli/run@0.2.0") (export "run" (func $run))))"#,
    );
    let run = place.run(["inspect", "c.wat"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for text in [
        " B, a component\n\nimports\n  wasi:filesystem/types@0.2.0  instance\n  wasi:cli/stdin@0.2.0  instance\n",
        "\nexports\n  wasi:cli/run@0.2.0  instance\n",
        " B, 0 imports, 2 exports\n",
        " B, 0 imports, 1 exports\n",
        "\nto do something, it would need\n  folders: --dir\n  standard input: --stdin\n",
    ] {
        assert!(run.stdout.contains(text), "{text}: {}", run.stdout);
    }
    let run = place.run(["inspect", "--format", "json", "c.wat"]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["kind"], "component");
    assert_eq!(found["imports"][0], json!({"name": "wasi:filesystem/types@0.2.0", "kind": "instance"}));
    assert_eq!(found["core_modules"][0]["exports"][0]["name"], "memory");
    assert_eq!(found["core_modules"][1]["exports"][0]["name"], "inner");
    assert_eq!(found["core_modules"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_file_that_was_compiled_before_is_run_and_fits_only_where_it_was_made_for() {
    let place = Place::new();
    place.file("f.wat", FUNCTIONS);
    assert_eq!(place.run(["compile", "f.wat", "-o", "f.cwasm"]).code, Some(0));
    assert_eq!(place.run(["run", "--invoke", "add", "f.cwasm", "2", "3"]).stdout, "5\n");
    place
        .run(["run", "--fuel", "1000", "--invoke", "add", "f.cwasm", "2", "3"])
        .says(2, "this compiled code does not fit");
    assert_eq!(place.run(["compile", "--fuel", "1", "f.wat", "-o", "f.cwasm"]).code, Some(0));
    assert_eq!(place.run(["run", "--fuel", "1000", "--invoke", "add", "f.cwasm", "2", "3"]).stdout, "5\n");
    let mut damaged = fs::read(place.path().join("f.cwasm")).unwrap();
    damaged.truncate(damaged.len() - 1);
    place.file("f.cwasm", damaged);
    place.run(["run", "--invoke", "add", "f.cwasm", "2", "3"]).says(2, "it is damaged or cut off");
}
