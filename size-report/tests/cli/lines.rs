//! `size-report crates --by`: modules as cargo links them, taken apart by module
//! path, file and line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::project::{MANIFEST, Project, Run, program};

/// A guest whose code is in two files: what is in `inlined.rs` is compiled into a
/// function of `lib.rs`.
const LIBRARY: &str = r#"#![no_std]
mod inlined;
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! { core::arch::wasm32::unreachable() }

#[unsafe(no_mangle)]
pub extern "C" fn marker(a: u32) -> u32 {
    let shifted = a ^ (a >> 9);
    inlined::mixed(shifted)
}

pub struct Shape(u32);
impl Shape {
    #[inline(never)]
    fn area(&self) -> u32 { self.0.wrapping_mul(self.0) }
}
#[unsafe(no_mangle)]
pub extern "C" fn area(a: u32) -> u32 { Shape(a).area() + 1 }
"#;
const INLINED: &str = "#[inline(always)]
pub fn mixed(a: u32) -> u32 {
    let b = (a ^ 0x1e37_79b9) | (a >> 7);
    (b << 3) ^ a
}
";

/// Builds the guest with these lines in its profile.
fn built(profile: &str) -> (Project, PathBuf) {
    let project = Project::new(&format!("{MANIFEST}{profile}"), LIBRARY);
    project.write("src/inlined.rs", INLINED);
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--target", "wasm32-unknown-unknown", "--quiet"])
        .current_dir(&project.root)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_TARGET_DIR")
        .status()
        .unwrap();
    assert!(status.success());
    let module = project.path("target/wasm32-unknown-unknown/release/small.wasm");
    (project, module)
}

fn ask(module: &Path, arguments: &[&str]) -> Run {
    Run::of(program().arg("crates").arg(module).args(arguments))
}

fn rows(module: &Path, arguments: &[&str]) -> Vec<Value> {
    let run = ask(module, &[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let rows = answer["rows"].as_array().unwrap().clone();
    let sum: u64 = rows.iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
    assert_eq!(sum, fs::metadata(module).unwrap().len(), "{arguments:?}");
    rows
}

/// The bytes of the row of that kind whose name ends so, 0 if there is none.
fn bytes(rows: &[Value], kind: &str, end: &str) -> u64 {
    let mut found = rows.iter().filter(|row| row["kind"] == kind && row["name"].as_str().unwrap().ends_with(end));
    let bytes = found.next().map_or(0, |row| row["bytes"].as_u64().unwrap());
    assert_eq!(found.next(), None, "there are several {end}");
    bytes
}

#[test]
fn code_is_attributed_to_the_files_and_lines_it_was_written_in() {
    for debug in ["\"line-tables-only\"", "\"full\""] {
        let (_project, module) = built(&format!("debug = {debug}\nstrip = \"none\"\n"));
        let files = rows(&module, &["--by", "file"]);
        // The constant takes six bytes alone, wherever it was inlined to.
        assert!(bytes(&files, "file", "/p/src/inlined.rs") >= 12, "{files:?}");
        assert!(bytes(&files, "file", "/p/src/lib.rs") >= 20, "{files:?}");
        let lines = rows(&module, &["--by", "line"]);
        for file in ["lib.rs", "inlined.rs"] {
            let of_file = lines.iter().filter(|row| row["file"].as_str().is_some_and(|name| name.ends_with(file)));
            let sum: u64 = of_file.map(|row| row["bytes"].as_u64().unwrap()).sum();
            assert_eq!(sum, bytes(&files, "file", &format!("/p/src/{file}")), "{lines:?}");
        }
        assert!(bytes(&lines, "line", "/p/src/lib.rs:8") > 0, "{lines:?}");
        assert!(bytes(&lines, "line", "/p/src/inlined.rs:3") > 6, "{lines:?}");
        let row = lines.iter().find(|row| row["name"].as_str().unwrap().ends_with("/inlined.rs:4")).unwrap();
        assert_eq!(row["line"], 4);
        assert!(row["file"].as_str().unwrap().ends_with("/p/src/inlined.rs"), "{row}");
    }
}

#[test]
fn methods_belong_to_the_module_path_of_their_type() {
    let (_project, module) = built("strip = \"none\"\n");
    let modules = rows(&module, &["--by", "module"]);
    assert!(bytes(&modules, "module", "small::Shape") > 5, "{modules:?}");
    // `marker` and `area` are exported without a path.
    assert!(bytes(&modules, "function", "(no path in its name)") > 20, "{modules:?}");
    assert_eq!(rows(&module, &[]), rows(&module, &["--by", "crate"]));
}

#[test]
fn a_stripped_module_takes_its_lines_from_its_twin() {
    let project = Project::new(&format!("{MANIFEST}debug = \"line-tables-only\"\n"), LIBRARY);
    project.write("src/inlined.rs", INLINED);
    let kept = project.path("kept");
    let run = project.matrix(&["--opt-level=z", "--lto=fat", "--strip=none,symbols", "--keep", kept.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let [twin, stripped] = ["none", "symbols"].map(|strip| kept.join(format!("Oz.lto-fat.default.strip-{strip}.wasm")));

    let refused = ask(&stripped, &["--by", "line"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    for text in ["strip-symbols.wasm: it has no DWARF", "debug = \"line-tables-only\"", "--names UNSTRIPPED.wasm"] {
        assert!(refused.stderr.contains(text), "{}", refused.stderr);
    }
    let code = |rows: Vec<Value>| -> Vec<Value> { rows.into_iter().filter(|row| row["kind"] == "line").collect() };
    let taken = code(rows(&stripped, &["--by", "line", "--names", twin.to_str().unwrap()]));
    assert!(taken.len() > 3, "{taken:?}");
    assert_eq!(taken, code(rows(&twin, &["--by", "line"])));
    let text = ask(&twin, &["--by", "line"]).stdout;
    assert!(text.lines().any(|line| line.ends_with("src/inlined.rs:3")), "{text}");

    // The note that a linker leaves where it put the DWARF into another file.
    let mut elsewhere = fs::read(&stripped).unwrap();
    elsewhere.extend(b"\0\x1c\x13external_debug_info\x07up.wasm");
    fs::write(&stripped, &elsewhere).unwrap();
    let refused = ask(&stripped, &["--by", "file"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("its DWARF is in another file\nnext step: `--names up.wasm`"),
        "{}",
        refused.stderr
    );
}

#[test]
fn malformed_dwarf_is_refused_with_the_place_and_the_cause() {
    let (_project, module) = built("debug = \"line-tables-only\"\nstrip = \"none\"\n");
    let mut wasm = fs::read(&module).unwrap();
    let at = wasm.windows(12).position(|window| window == b"\x0b.debug_line").unwrap() + 12;
    // The version of the first table, behind its length.
    wasm[at + 4] = 0x77;
    fs::write(&module, &wasm).unwrap();
    let run = ask(&module, &["--by", "file"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for text in [
        "its DWARF is malformed",
        "at offset 0x0 of .debug_info: unknown DWARF version",
        "`--by crate` and `--by module` take no DWARF",
    ] {
        assert!(run.stderr.contains(text), "{}", run.stderr);
    }
    // The other questions have no use for it.
    rows(&module, &[]);
}
