//! What changed between two modules.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::project::{ONE, Project, Run, program};

struct Pair(tempfile::TempDir);

impl Pair {
    fn new(old: &str, new: &str) -> Self {
        let pair = Self(tempfile::tempdir().unwrap());
        fs::write(pair.old(), wat::parse_str(old).unwrap()).unwrap();
        fs::write(pair.new_file(), wat::parse_str(new).unwrap()).unwrap();
        pair
    }

    fn old(&self) -> PathBuf {
        self.0.path().join("old.wasm")
    }

    fn new_file(&self) -> PathBuf {
        self.0.path().join("new.wasm")
    }

    /// The rows about functions, as `change name`, after checking that all rows
    /// add up.
    fn functions(&self) -> Vec<String> {
        let difference = diff(&self.old(), &self.new_file());
        let rows = difference["rows"].as_array().unwrap();
        let functions = rows.iter().filter(|row| row["kind"] == "function");
        let mut functions: Vec<_> = functions
            .map(|row| format!("{} {}", row["change"].as_str().unwrap(), row["name"].as_str().unwrap()))
            .collect();
        functions.sort();
        functions
    }
}

fn diff(old: &Path, new: &Path) -> Value {
    let run = Run::of(program().arg("diff").args([old, new]).args(["--all", "--format", "json"]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let difference: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(difference["schema"], "size-report/diff/1");
    let number = |value: &Value| value.as_i64().unwrap();
    let rows = difference["rows"].as_array().unwrap();
    let sum: i64 = rows.iter().map(|row| number(&row["new_bytes"]) - number(&row["old_bytes"])).sum();
    assert_eq!(sum, number(&difference["delta_bytes"]));
    let lengths = [old, new].map(|path| i64::try_from(fs::metadata(path).unwrap().len()).unwrap());
    assert_eq!(sum, lengths[1] - lengths[0]);
    difference
}

const OLD: &str = "(module
    (func $main (export \"main\") call $\"app::first\" call $\"app::second\")
    (func $\"app::first\" i32.const 1 drop i32.const 2 drop)
    (func $\"app::second\" i64.const 3 drop nop nop)
    (func $\"app::third\" (export \"third\") f32.const 4 drop))";

#[test]
fn the_kinds_of_change_are_told_apart() {
    let new = |from: &str, to: &str| Pair::new(OLD, &OLD.replace(from, to)).functions();
    assert_eq!(new("nothing", ""), Vec::<String>::new());
    assert_eq!(new("i64.const 3 drop", "i64.const 3 drop nop"), ["changed app::second"]);
    assert_eq!(new("app::second", "app::other"), ["renamed app::other"]);
    assert_eq!(new("app::second", "library::second"), ["moved library::second"]);
    assert_eq!(new("(func $\"app::third\" (export \"third\") f32.const 4 drop)", ""), ["removed app::third"]);
    assert_eq!(
        new("(func $\"app::third\"", "(func $added (export \"a\") memory.size drop) (memory 1) (func $\"app::third\""),
        ["added added"]
    );
}

#[test]
fn functions_without_names_are_matched_by_what_they_do() {
    let stripped = OLD.replace("$\"app::first\"", "1").replace("$\"app::second\"", "2");
    let stripped = stripped.replace("(func 1", "(func").replace("(func 2", "(func").replace("$main ", "");
    let stripped = stripped.replace("$\"app::third\" ", "");
    // Another function in front of all others gives every one another index.
    let shifted = stripped.replacen("(module", "(module (func (export \"new\") memory.size drop) (memory 1)", 1);
    let shifted = shifted.replace("call 1 call 2", "call 2 call 3");
    assert_eq!(Pair::new(&stripped, &shifted).functions(), ["added new"]);
}

#[test]
fn data_that_moved_is_no_change_of_the_functions_that_use_it() {
    let old = "(module (memory 1) (data (i32.const 1048576) \"some text and more\")
        (func (export \"f\") (result i32) i32.const 1048580 i32.load offset=1048584))";
    let new = old.replace("some text", "xxxx some text").replace("1048580", "1048585").replace("1048584", "1048589");
    assert_eq!(Pair::new(old, &new).functions(), Vec::<String>::new());
    let other = old.replace("i32.load", "i32.const 7 drop i32.load");
    assert_eq!(Pair::new(old, &other).functions(), ["changed f"]);
}

#[test]
fn another_hash_of_the_crate_is_no_difference() {
    let library = "#![no_std]\n#[panic_handler]\nfn panic(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }\n\
        #[inline(never)]\nfn generic<T: Copy + core::ops::Add<Output = T>>(a: T) -> T { a + a }\n\
        #[unsafe(no_mangle)]\npub extern \"C\" fn f(a: u32, b: u64) -> u64 { u64::from(generic(a)) + generic(b) }\n";
    let [old, new] = ["0.1.0", "0.2.0"].map(|version| {
        let manifest = crate::project::MANIFEST.replace("0.1.0", version);
        let project = Project::new(&manifest, library);
        let kept = project.path("kept");
        let strip_none = ["--opt-level", "1", "--lto", "off", "--strip", "debuginfo", "--keep", kept.to_str().unwrap()];
        project.report(&strip_none);
        let module = fs::read(kept.join("O1.lto-off.default.strip-debuginfo.wasm")).unwrap();
        (project, module)
    });
    assert_ne!(old.1, new.1, "the hash is not in the names, so nothing is tried here");
    let folder = tempfile::tempdir().unwrap();
    let paths = ["old.wasm", "new.wasm"].map(|name| folder.path().join(name));
    fs::write(&paths[0], old.1).unwrap();
    fs::write(&paths[1], new.1).unwrap();
    let difference = diff(&paths[0], &paths[1]);
    // A hash is written in as many letters as it takes, so the names themselves
    // may differ by a few bytes.
    let rows = difference["rows"].as_array().unwrap().iter().filter(|row| row["name"] != "name: functions");
    assert_eq!(rows.collect::<Vec<_>>(), Vec::<&Value>::new());
}

#[test]
fn reports_of_a_matrix_are_compared_by_cell() {
    let project = Project::small();
    let report = |name: &str, arguments: &[&str]| {
        let path = project.path(name);
        let run = project.matrix(&[arguments, &["-o", path.to_str().unwrap()]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        path
    };
    let old = report("old.json", &ONE);
    project.write("src/lib.rs", &crate::project::GUEST.replace("wrapping_add", "wrapping_mul"));
    let new = report("new.json", &ONE);
    let two = report("two.json", &["--opt-level", "s,z", "--lto", "fat", "--strip", "symbols"]);
    let said = |old: &Path, new: &Path| Run::of(program().arg("diff").args([old, new])).stdout;
    assert!(said(&old, &new).ends_with("\n0 rows\n"), "{}", said(&old, &new));
    assert!(
        said(&old, &two).contains("added     cell             Os.lto-fat.default.strip-symbols"),
        "{}",
        said(&old, &two)
    );
    let mixed = Run::of(program().arg("diff").arg(&old).arg(project.path("src/lib.rs")));
    assert_eq!(mixed.code, 2);
    assert!(mixed.stderr.contains("one is a matrix report and the other is not"), "{}", mixed.stderr);
}

#[test]
fn every_format_and_the_joined_rows_add_up_too() {
    let pair = Pair::new(OLD, &OLD.replace("i64.const 3 drop", "nop nop nop").replace("f32.const 4 drop", "nop"));
    for format in ["text", "json", "csv", "markdown", "html"] {
        let mut command = program();
        command.arg("diff").args([pair.old(), pair.new_file()]).args(["--format", format, "--limit", "1"]);
        let run = Run::of(&mut command);
        assert_eq!(run.code, 0, "{}", run.stderr);
        if format == "json" {
            let difference: Value = serde_json::from_str(&run.stdout).unwrap();
            let rows = difference["rows"].as_array().unwrap();
            let bytes = |row: &Value, field: &str| row[field].as_i64().unwrap();
            let sum: i64 = rows.iter().map(|row| bytes(row, "new_bytes") - bytes(row, "old_bytes")).sum();
            assert_eq!(sum, difference["delta_bytes"].as_i64().unwrap());
        }
    }
}

#[test]
fn a_module_that_refers_to_what_is_not_there_is_refused() {
    let pair = Pair::new("(module)", "(module)");
    // (func call 7), and there is one function.
    let broken = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a\x06\x01\x04\0\x10\x07\x0b";
    fs::write(pair.new_file(), broken).unwrap();
    fs::write(pair.old(), broken).unwrap();
    let run = Run::of(program().arg("diff").args([pair.old(), pair.new_file()]));
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("in func[0] at offset 0x16: func[7] is referred to, and there are only 1"),
        "{}",
        run.stderr
    );
}
