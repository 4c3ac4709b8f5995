//! Components: commands of WASI 0.2, with the same grants, limits and answers.

use std::path::Path;
use std::process::Command;

use crate::program::{Place, Run};

/// A command of which `body` is what `run` does; 0 is success.
fn command(body: &str) -> String {
    format!(
        r#"(component
          (core module $m (memory (export "memory") 1)
            (func $inner {body})
            (func (export "run") (result i32) (call $inner) (i32.const 0))
            (func (export "fails") (result i32) (i32.const 1)))
          (core instance $i (instantiate $m))
          (func $run (result (result)) (canon lift (core func $i "run")))
          (instance (export "wasi:cli/run@0.2.0") (export "run" (func $run))))"#
    )
}

/// A program with `std`, built for the target wasm32-wasip2.
const PROGRAM: &str = r#"
use std::{env, fs, net, process};

fn main() {
    let args: Vec<String> = env::args().collect();
    match (args[1].as_str(), &args[2..]) {
        ("args", rest) => println!("{rest:?}"),
        ("env", [name]) => println!("{:?}", env::var(name).ok()),
        ("read", [path]) => println!("{:?}", fs::read_to_string(path).map_err(|error| error.kind())),
        ("write", [path]) => println!("{:?}", fs::write(path, "x").map_err(|error| error.kind())),
        ("connect", []) => println!("{}", net::TcpStream::connect("127.0.0.1:1").is_err()),
        ("exit", [code]) => process::exit(code.parse().unwrap()),
        ("panic", []) => panic!("on purpose"),
        ("spin", []) => loop { std::hint::spin_loop() },
        other => unreachable!("{other:?}"),
    }
}
"#;

fn built() -> Place {
    let place = Place::new();
    let source = place.file("program.rs", PROGRAM);
    let mut rustc = Command::new("rustc");
    rustc.args(["--edition", "2024", "--target", "wasm32-wasip2", "-C", "opt-level=1", "-C", "debuginfo=0", "-o"]);
    let output = rustc.arg(place.path().join("program.wasm")).arg(source);
    // There, rust-toolchain.toml says which rustc.
    let output = output.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    place
}

#[test]
fn a_program_for_wasip2_is_granted_what_is_named() {
    let place = built();
    place.file("granted/file", "contents");
    place.file("other", "secret");
    let run = |options: &[&str], args: &[&str]| place.run([&["run"], options, &["program.wasm"], args].concat());
    assert_eq!(run(&[], &["args", "a", "--dir"]).stdout, "[\"a\", \"--dir\"]\n");
    assert_eq!(run(&["--env", "A=1"], &["env", "A"]).stdout, "Some(\"1\")\n");
    assert_eq!(run(&[], &["env", "PATH"]).stdout, "None\n");
    assert_eq!(run(&["--dir", "granted"], &["read", "granted/file"]).stdout, "Ok(\"contents\")\n");
    assert_eq!(run(&["--dir", "granted::/g"], &["read", "/g/file"]).stdout, "Ok(\"contents\")\n");
    for outside in ["other", "granted/../other", "/etc/passwd"] {
        assert!(run(&["--dir", "granted"], &["read", outside]).stdout.starts_with("Err("), "{outside}");
    }
    assert!(run(&["--dir", "granted:ro"], &["write", "granted/new"]).stdout.starts_with("Err("));
    assert!(!place.path().join("granted/new").exists());
    assert_eq!(run(&["--dir", "granted"], &["write", "granted/new"]).stdout, "Ok(())\n");
    assert!(place.path().join("granted/new").exists());
    assert_eq!(run(&[], &["connect"]).stdout, "true\n");
    assert_eq!(run(&[], &["exit", "1"]).code, Some(1));
    run(&[], &["panic"]).says(134, "on purpose");
    run(&["--timeout", "100ms"], &["spin"]).says(124, "it ran longer than --timeout 100ms");
    run(&["--fuel", "100000"], &["spin"]).says(123, "it used up --fuel 100000");
    assert_eq!(place.run(["compile", "program.wasm", "-o", "program.cwasm"]).code, Some(0));
    assert_eq!(place.run(["run", "program.cwasm", "args"]).stdout, "[]\n");
}

#[test]
fn how_a_component_ends_is_said_by_the_exit_code() {
    let place = Place::new();
    let run = |text: &str, options: &[&str]| {
        place.file("c.wat", text);
        place.run([&["run"], options, &["c.wat"]].concat())
    };
    let silent = |code| Run { code: Some(code), stdout: String::new(), stderr: String::new() };
    assert_eq!(run(&command(""), &[]), silent(0));
    assert_eq!(run(&command("").replace("$i \"run\"", "$i \"fails\""), &[]), silent(1));
    run(&command("unreachable"), &[]).says(134, "wasm `unreachable` instruction executed\n  inner");
    run(&command("(loop (br 0))"), &["--timeout", "100ms"]).says(124, "it ran longer than --timeout");
    run(&command("(drop (memory.grow (i32.const 16)))"), &["--max-memory", "1MiB"])
        .says(122, "--max-memory allows 1048576");
    run(&command("(call $inner)"), &["--max-stack", "64KiB"]).says(121, "nested too deeply");
}

#[test]
fn a_component_that_is_no_command_is_refused() {
    let place = Place::new();
    for (text, options, why) in [
        ("(component)", &[][..], "this is no command: it does not export wasi:cli/run"),
        (&command(""), &["--invoke", "f()"], "next step: call one of wasi:cli/run@0.2.0#run() -> result"),
        (
            r#"(component (import "wasi:http/types@0.2.0" (instance (export "f" (func)))))"#,
            &[],
            "it imports what the runner does not have",
        ),
    ] {
        place.file("c.wat", text);
        let run = place.run([&["run"], options, &["c.wat"]].concat());
        run.says(2, why);
        run.says(2, "next step: ");
    }
}
