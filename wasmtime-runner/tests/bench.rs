//! `wasmtime-runner bench`, with the real kernels and with modules that are none.

#[path = "runner/program.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod program;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use crate::program::{Place, Run};

const KERNELS: [&str; 6] = ["allocation", "fibonacci", "matrix", "n_body", "sha256", "sort"];

/// The kernels as `make bench-native` builds them: the library, and a module of them.
fn kernels() -> &'static [PathBuf; 2] {
    static BUILT: OnceLock<[PathBuf; 2]> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kernels");
        let build = |options: &[&str], flags: &str| {
            let built = Command::new(env!("CARGO"))
                .args(["build", "--quiet", "-p", "kernels", "--profile", "kernels"])
                .args(options)
                .arg("--target-dir")
                .arg(&folder)
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .env_remove("CARGO_ENCODED_RUSTFLAGS")
                .env("RUSTFLAGS", flags)
                .status();
            assert!(built.unwrap().success());
        };
        build(&[], "");
        // Flags here take the place of those in .cargo/config.toml, which import the memory.
        build(&["--target", "wasm32-unknown-unknown"], "-C target-feature=-simd128");
        let library = format!("{}kernels{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        [folder.join("kernels").join(library), folder.join("wasm32-unknown-unknown/kernels/kernels.wasm")]
    })
}

/// A run as short as can be, of `module` and with more options.
fn bench(place: &Place, module: &Path, options: &[&str]) -> Run {
    let [library, _] = kernels();
    let fixed = ["bench", "--rounds", "1", "--seconds", "1e-6", "--native", library.to_str().unwrap()];
    place.run([&fixed, options, &[module.to_str().unwrap()]].concat())
}

#[test]
fn every_kernel_is_compared_and_gives_the_same_sum_on_both_sides() {
    let place = Place::new();
    let run = bench(&place, &kernels()[1], &["--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["schema"], "wasmtime-runner/bench/1");
    let kernels = report["kernels"].as_array().unwrap();
    assert_eq!(kernels.iter().map(|kernel| kernel["name"].as_str().unwrap()).collect::<Vec<_>>(), KERNELS);
    for part in ["kernels", "boundary", "start"] {
        for comparison in report[part].as_array().unwrap() {
            for (index, side) in comparison["sides"].as_array().unwrap().iter().enumerate() {
                assert!(side["time_ns"]["median"].as_f64().unwrap() > 0.0, "{comparison}");
                assert_eq!(
                    side["ratio"]["median"].as_f64().is_some_and(|ratio| ratio > 0.0),
                    index > 0,
                    "{comparison}"
                );
            }
        }
    }
    assert_eq!(report["start"][0]["sides"].as_array().unwrap().len(), 3);
}

#[test]
fn several_modules_stand_side_by_side() {
    let place = Place::new();
    let wasm = std::fs::read(&kernels()[1]).unwrap();
    place.file("a.wasm", &wasm);
    place.file("b.wasm", &wasm);
    let run = bench(&place, Path::new("a.wasm"), &["b.wasm"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for name in KERNELS {
        let after =
            run.stdout.split(&format!("\n  {name}\n")).nth(1).unwrap_or_else(|| panic!("{name}: {}", run.stdout));
        let sides: Vec<_> = after.lines().take(3).map(|line| line.split_whitespace().next().unwrap()).collect();
        assert_eq!(sides, ["native", "b.wasm", "a.wasm"]);
    }
    assert!(run.stdout.contains("│"), "{}", run.stdout);
}

#[test]
fn a_chart_goes_into_a_file() {
    let place = Place::new();
    let name = "a<&\".wasm";
    place.file(name, std::fs::read(&kernels()[1]).unwrap());
    let run = bench(&place, Path::new(name), &["--format", "svg", "-o", "chart.svg"]);
    assert_eq!(run, Run { code: Some(0), stdout: String::new(), stderr: String::new() });
    let svg = std::fs::read_to_string(place.path().join("chart.svg")).unwrap();
    let chart = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<_> = chart.descendants().filter_map(|node| node.text()).collect();
    for text in KERNELS.iter().chain([&name]) {
        assert!(texts.contains(text), "{text}: {svg}");
    }
    assert_eq!(chart.descendants().filter(|node| node.attribute("class") == Some("bar")).count(), KERNELS.len());
    bench(&place, &kernels()[1], &["-o", "no/such/folder"]).says(2, "no/such/folder cannot be written");
}

#[test]
fn a_kernel_that_is_another_program_is_named_with_both_sums() {
    let place = Place::new();
    let module = place.file("m.wat", r#"(module (func (export "sort") (param i32) (result i64) (i64.const 7)))"#);
    let run = bench(&place, &module, &[]);
    run.says(1, "`sort` is not the same program on both sides");
    run.says(1, "m.wat gives 0x7");
    run.says(1, "next step: build both from one source");
}

#[test]
fn a_kernel_that_traps_ends_as_a_guest_does() {
    let place = Place::new();
    let module = place.file("m.wat", r#"(module (func (export "sort") (param i32) (result i64) unreachable))"#);
    bench(&place, &module, &[]).says(134, "the guest trapped: wasm `unreachable` instruction executed");
    let module = place.file(
        "start.wat",
        r#"(module (func $start unreachable) (start $start)
             (func (export "sort") (param i32) (result i64) (i64.const 0)))"#,
    );
    bench(&place, &module, &[]).says(134, "the guest trapped");
}

#[test]
fn what_cannot_be_compared_is_said_with_its_cause_and_the_next_step() {
    let place = Place::new();
    for (name, contents, texts) in [
        (
            "other.wat",
            &br#"(module (func (export "nix") (param i32) (result i64) (i64.const 0)))"#[..],
            [
                "there is no function that",
                "other.wat exports: nix\n",
                "next step: export `extern \"C\" fn(work: u32) -> u64`",
            ],
        ),
        (
            "shape.wat",
            br#"(module (func (export "sort") (param f64 i32)))"#,
            [
                "shape.wat: `sort` has the shape (f64, i32) -> ()",
                "and a kernel that of (i32) -> (i64)",
                "next step: give it that shape",
            ],
        ),
        (
            "imports.wat",
            br#"(module (import "env" "memory" (memory 1)))"#,
            [
                "imports.wat: it imports env.memory",
                "kernels are given nothing",
                "next step: build it for wasm32-unknown-unknown",
            ],
        ),
        ("component.wasm", b"\0asm\x0d\0\x01\0", ["component.wasm", "this is a component", "core modules"]),
        ("text.wasm", b"hello", ["text.wasm", "neither WebAssembly nor its text format", ""]),
    ] {
        let module = place.file(name, contents);
        for text in texts {
            bench(&place, &module, &[]).says(2, text);
        }
    }
    bench(&place, Path::new("missing.wasm"), &[]).says(2, "missing.wasm cannot be read");
    let wasm = kernels()[1].to_str().unwrap();
    place.file("text.so", "no library");
    for (library, text) in [
        ("missing.so", "--native missing.so cannot be read"),
        ("text.so", "--native text.so cannot be loaded as a dynamic library: "),
        ("text.so", "next step: `crate-type = [\"cdylib\"]`"),
        (wasm, "cannot be loaded as a dynamic library"),
        (env!("CARGO_BIN_EXE_wasmtime-runner"), "cannot be loaded as a dynamic library"),
    ] {
        place.run(["bench", "--native", library, wasm]).says(2, text);
    }
    for (option, value) in [("--rounds", "0"), ("--seconds", "0"), ("--seconds", "nan"), ("--seconds", "x")] {
        place.run(["bench", "--native", "x", "y", option, value]).says(2, &format!("invalid value '{value}'"));
    }
    place.run(["bench", "y"]).says(2, "--native <LIBRARY>");
}
