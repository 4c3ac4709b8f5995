//! Questions about modules and components of all kinds.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::project::{Run, program};

pub const QUESTIONS: [&str; 9] =
    ["show", "sections", "top", "dominators", "paths", "monos", "garbage", "crates", "leb"];

/// Files of every kind that a linker or a person makes.
pub const FILES: [(&str, &str); 9] = [
    ("empty", "(module)"),
    ("no-code", "(module (memory (export \"m\") 1) (data (i32.const 0) \"text\") (global (export \"g\") i32 (i32.const 1)))"),
    (
        "calls",
        "(module (import \"env\" \"f\" (func $f (param i32))) (func $main (export \"main\") i32.const 1 call $f call $used)
         (func $used) (func $dead call $dead2) (func $dead2))",
    ),
    ("memory64", "(module (memory i64 1) (func (export \"f\") (result i32) i64.const 0 i32.load))"),
    (
        "memories",
        "(module (memory 1) (memory $second 1) (func (export \"f\") (result i32) i32.const 0 i32.load $second))",
    ),
    (
        "tags",
        "(module (tag $t (param i32)) (func (export \"f\") (result i32)
         (block $b (result i32) (try_table (catch $t $b) i32.const 1 throw $t) i32.const 0)))",
    ),
    (
        "gc",
        "(module (rec (type $a (struct (field (ref null $b)))) (type $b (array (mut i8))))
         (func (export \"f\") (result anyref) ref.null $b struct.new $a))",
    ),
    (
        "names",
        "(module (func $\"a\\nb|c\\\"d\\u{7}<e>,\" (export \"x\\ny\\t\\u{1b}[31m\") nop))",
    ),
    (
        "component",
        "(component (core module $m (func (export \"f\") (result i32) i32.const 1)) (core instance $i (instantiate $m))
         (component (core module (func (export \"g\")))) (func (export \"f\") (result s32) (canon lift (core func $i \"f\"))))",
    ),
];

fn ask(path: &Path, arguments: &[&str]) -> Run {
    Run::of(program().arg(arguments[0]).arg(path).args(&arguments[1..]))
}

fn rows(path: &Path, question: &str) -> Vec<Value> {
    let run = ask(path, &[question, "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    answer["rows"].as_array().unwrap().clone()
}

fn names(path: &Path, question: &str) -> Vec<String> {
    let mut names: Vec<_> = rows(path, question).iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(format!("{name}.wasm"));
        fs::write(&path, wat::parse_str(text).unwrap()).unwrap();
        path
    }
}

#[test]
fn every_question_has_an_answer_in_every_format_for_every_kind_of_file() {
    let folder = Folder::new();
    for (name, text) in FILES {
        let path = folder.write(name, text);
        for question in QUESTIONS {
            for format in ["text", "json", "csv", "markdown", "html"] {
                let run = ask(&path, &[question, "--format", format]);
                assert_eq!(run.code, 0, "{question} {format} {name}: {}", run.stderr);
                assert!(!run.stdout.contains('\u{1b}') || format == "csv", "{question} {format} {name}");
                if format == "json" {
                    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
                    assert_eq!(answer["schema"], "size-report/listing/1");
                    assert_eq!(answer["file"]["bytes"], fs::metadata(&path).unwrap().len());
                }
            }
        }
        assert_eq!(ask(&path, &["wat"]).code, 0, "{name}");
        assert_eq!(ask(&path, &["validate"]).code, 0, "{name}");
    }
}

#[test]
fn rows_add_up_to_the_file() {
    let folder = Folder::new();
    for (name, text) in FILES {
        let path = folder.write(name, text);
        for question in ["sections", "top", "crates"] {
            let sum: u64 = rows(&path, question).iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
            assert_eq!(sum, fs::metadata(&path).unwrap().len(), "{question} {name}");
        }
    }
}

#[test]
fn functions_in_a_component_belong_to_their_crates() {
    let folder = Folder::new();
    let path = folder.write("crates", "(component (core module (func $core::fmt::write) (func $main)))");
    let found = names(&path, "crates");
    assert!(found.contains(&"core".to_owned()) && found.contains(&"(no crate in its name)".to_owned()), "{found:?}");
}

#[test]
fn a_name_cannot_break_a_listing() {
    let folder = Folder::new();
    let path = folder.write("names", FILES[7].1);
    let run = ask(&path, &["top"]);
    assert!(run.stdout.lines().any(|line| line.ends_with(r#"a\nb|c"d\u{7}<e>,"#)), "{}", run.stdout);
    let run = ask(&path, &["top", "--format", "markdown"]);
    assert!(run.stdout.contains(r#"a\\nb\|c"d\\u{7}\<e>,"#), "{}", run.stdout);
    assert!(names(&path, "top").contains(&"a\nb|c\"d\u{7}<e>,".to_owned()));
}

#[test]
fn garbage_is_what_nothing_can_reach_and_nothing_else() {
    let folder = Folder::new();
    assert_eq!(names(&folder.write("calls", FILES[2].1), "garbage"), ["dead", "dead2"]);
    // Each of these is reached by something other than `call`.
    let text = "(module
        (type $t (func)) (table $table 2 funcref) (memory 1) (global $g (mut funcref) (ref.func $by_global))
        (elem declare func $by_ref) (elem $passive func $by_passive) (elem (i32.const 0) $by_active)
        (data $passive_data \"x\") (data $unused \"y\")
        (start $start) (func $start)
        (func $by_ref) (func $by_passive) (func $by_active) (func $by_global) (func $by_tail_call)
        (func (export \"main\")
            ref.func $by_ref drop  global.get $g drop
            i32.const 0 i32.const 0 i32.const 1 table.init $table $passive
            i32.const 0 i32.const 0 i32.const 1 memory.init $passive_data
            return_call $by_tail_call))";
    assert_eq!(names(&folder.write("reached", text), "garbage"), ["unused"]);
}

#[test]
fn an_empty_group_of_types_is_none_of_the_things_in_the_file() {
    let folder = Folder::new();
    let path = folder.write("empty-group", "(module (rec) (rec) (func $main (export \"main\")))");
    let found = rows(&path, "dominators");
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(names(&path, "top").iter().filter(|name| *name == "empty group").count(), 2);
}

#[test]
fn dominators_and_paths_say_who_keeps_what() {
    let folder = Folder::new();
    // Both branches lead to $shared, so neither keeps it alive; $only is kept by
    // $left alone.
    let text = "(module (func $main (export \"main\") call $left call $right) (func $left call $shared call $only)
        (func $right call $shared) (func $shared nop nop nop) (func $only nop nop nop nop nop))";
    let path = folder.write("diamond", text);
    let rows = rows(&path, "dominators");
    let field =
        |name: &str, field: &str| rows.iter().find(|row| row["name"] == name).map(|row| row[field].clone()).unwrap();
    assert_eq!(field("shared", "dominator"), "main");
    assert_eq!(field("only", "dominator"), "left");
    let own = |name: &str| field(name, "bytes").as_u64().unwrap();
    assert_eq!(field("left", "retained"), own("left") + own("only"));
    let all: u64 = ["main", "left", "right", "shared", "only"].map(own).iter().sum();
    // Only `main` refers to the type that all functions have through others.
    assert!(field("main", "retained").as_u64().unwrap() >= all);

    let run = ask(&path, &["paths", "only", "--format", "json"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["rows"][0]["path"], serde_json::json!(["main", "left"]));
    let run = ask(&path, &["paths", "nobody"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nothing is called `nobody`"), "{}", run.stderr);
}

#[test]
fn bytes_of_padded_integers_are_counted() {
    let folder = Folder::new();
    let path = folder.write("calls", FILES[2].1);
    assert_eq!(names(&path, "leb"), Vec::<String>::new());
    // (func call 0) with the index written in five bytes, as a linker does.
    let padded = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a\x0a\x01\x08\0\x10\x80\x80\x80\x80\0\x0b";
    fs::write(&path, padded).unwrap();
    let rows = rows(&path, "leb");
    assert_eq!((rows.len(), &rows[0]["bytes"]), (1, &Value::from(4)));
}

#[test]
fn one_function_can_be_read_as_text() {
    let folder = Folder::new();
    let path = folder.write("calls", FILES[2].1);
    for wanted in ["used", "2"] {
        let run = ask(&path, &["wat", "--func", wanted]);
        assert_eq!((run.code, run.stdout.trim_end()), (0, "  (func $used (;2;) (type 1))"), "{}", run.stderr);
    }
    let run = ask(&path, &["wat", "--func", "main"]);
    assert!(run.stdout.starts_with("  (func $main") && run.stdout.ends_with("    call $used\n  )\n"), "{}", run.stdout);
    assert_eq!(ask(&path, &["wat", "--func", "nobody"]).code, 2);
}

#[test]
fn validation_names_what_it_takes() {
    let folder = Folder::new();
    let said = |index: usize| ask(&folder.write("file", FILES[index].1), &["validate"]).stdout;
    assert!(said(0).ends_with("is valid (WebAssembly 1.0)\n"));
    assert!(said(6).ends_with("is valid (WebAssembly 3.0)\n"));
    let path = folder.write("invalid", "(module (func (export \"f\") (result i32)))");
    let run = ask(&path, &["validate"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is not valid") && run.stderr.contains("at offset 0x"), "{}", run.stderr);
}

#[test]
fn what_is_no_module_is_refused_with_the_offset_and_the_cause() {
    let folder = Folder::new();
    let path = folder.write("file", FILES[2].1);
    let whole = fs::read(&path).unwrap();
    for (bytes, text) in [
        (&b""[..], "the file is empty (at offset 0x0)"),
        (b"<!DOCTYPE html>", "it does not begin with the bytes 00 61 73 6d (at offset 0x0)"),
        (b"\0asm\x07\0\0\0", "is no version of WebAssembly that is known here (at offset 0x4)"),
        (&whole[..whole.len() - 3], "is cut off"),
    ] {
        fs::write(&path, bytes).unwrap();
        for question in QUESTIONS {
            let run = ask(&path, &[question]);
            assert_eq!(run.code, 2, "{question}: {}", run.stderr);
            assert!(run.stderr.contains(text) && run.stderr.contains("at offset 0x"), "{question}: {}", run.stderr);
        }
    }
    assert!(ask(&folder.0.path().join("nowhere.wasm"), &["top"]).stderr.contains("nowhere.wasm cannot be read"));
}

#[test]
fn a_stripped_module_takes_its_names_from_its_twin() {
    let folder = Folder::new();
    let twin = folder.write("twin", FILES[2].1);
    let stripped = folder.0.path().join("stripped.wasm");
    // The name section is the last one; its id is the last 0 before its name.
    let bytes = fs::read(&twin).unwrap();
    let at = bytes.windows(5).rposition(|window| window == b"\x04name").unwrap() - 2;
    fs::write(&stripped, &bytes[..at]).unwrap();
    assert_eq!(names(&stripped, "garbage"), ["func[3]", "func[4]"]);
    let ask = |file: &Path, twin: &Path| {
        Run::of(program().arg("garbage").arg(file).arg("--names").arg(twin).args(["--format", "csv"]))
    };
    let run = ask(&stripped, &twin);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("function,dead,") && run.stdout.contains("function,dead2,"), "{}", run.stdout);
    let run = ask(&stripped, &folder.write("other", FILES[3].1));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("its functions are not those of the file"), "{}", run.stderr);
}
