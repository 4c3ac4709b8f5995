//! `size-report twiggy`: twiggy's answers over any file, and what is refused.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::project::{Run, program};

fn written(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, wat::parse_str(text).unwrap()).unwrap();
    (folder, path)
}

fn ask(path: &Path, arguments: &[&str]) -> Run {
    Run::of(program().args(["twiggy", arguments[0]]).arg(path).args(&arguments[1..]))
}

#[track_caller]
fn answer(path: &Path, arguments: &[&str]) -> String {
    let run = ask(path, arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

fn json(path: &Path, arguments: &[&str]) -> Value {
    let text = answer(path, &[arguments, &["-f", "json"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

const CALLS: &str = "(module (func $main (export \"main\") call $left call $right) (func $left call $shared call $only)
    (func $right call $shared) (func $shared nop) (func $only nop nop nop nop nop) (func $dead call $shared)
    (elem declare func $left) (data $passive \"unused\") (memory 1))";

#[test]
fn twiggy_answers_in_its_own_formats() {
    let (_folder, path) = written("calls.wasm", CALLS);
    let text = answer(&path, &["top", "-n", "1"]);
    assert!(text.starts_with(" Shallow Bytes │ Shallow % │ Item\n"), "{text}");
    assert!(
        text.ends_with(&format!("{} ┊   100.00% ┊ Σ [22 Total Rows]\n", fs::metadata(&path).unwrap().len())),
        "{text}"
    );
    let csv = answer(&path, &["top", "-f", "csv"]);
    assert!(csv.starts_with("Name,ShallowSize,ShallowSizePercent,RetainedSize,RetainedSizePercent\n"), "{csv}");

    let tree = answer(&path, &["dominators", "-d", "2"]);
    assert!(tree.contains(" main\n") && tree.contains("  ⤷ shared\n") && !tree.contains("only"), "{tree}");
    let tree = json(&path, &["dominators"]);
    assert_eq!(
        tree["items"][0]["retained_size"],
        Value::from(fs::metadata(&path).unwrap().len() - tree["summary"][0]["retained_size"].as_u64().unwrap())
    );

    let paths = json(&path, &["paths", "shared"]);
    let callers: Vec<_> = paths[0]["callers"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(callers, ["left", "right", "dead"]);
    let paths = answer(&path, &["paths", "^(on|sh)", "--regex", "-d", "1", "-r", "1"]);
    assert!(paths.contains("only\n") && paths.contains("  ⬑ left\n") && !paths.contains("right"), "{paths}");
    let paths = answer(&path, &["paths", "--descending", "main", "-d", "2"]);
    assert!(paths.contains("      ↳ only\n"), "{paths}");

    let names = |rows: Value| {
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        names(json(&path, &["garbage", "-a"])),
        ["data segment passive", "dead", "memory memory[0]", "Σ [3 Total Rows]"]
    );

    let (_folder, new) = written("new.wasm", &CALLS.replace("$dead call $shared", "$dead nop nop call $shared nop"));
    let changes = json(&path, &["diff", new.to_str().unwrap()]);
    assert_eq!(changes[0], serde_json::json!({ "delta_bytes": 3, "name": "dead" }));
}

#[test]
fn a_name_cannot_break_an_answer() {
    let (_folder, path) =
        written("names.wasm", "(module (func $\"a\\\\nb|c\\\"d\\n\\u{7}<e>,\" (export \"x\\ny\") nop))");
    let name = "a\\nb|c\"d\n\u{7}<e>,";
    for arguments in [&["top"][..], &["top", "--retained"], &["garbage"], &["paths"], &["paths", name]] {
        json(&path, arguments);
        let text = answer(&path, arguments);
        assert!(!text.contains('\u{7}') && text.lines().all(|line| line.contains(['│', '┊', '┼'])), "{text}");
    }
    assert_eq!(json(&path, &["paths", name])[0]["name"], name);
    json(&path, &["dominators"]);
    json(&path, &["diff", path.to_str().unwrap()]);
    let csv = answer(&path, &["top", "-f", "csv"]);
    assert!(csv.contains("\"a\\nb|c\"\"d\n\u{7}<e>,\""), "{csv}");
}

#[test]
fn components_are_answered_for_too() {
    let text = "(component (core module (func $f (export \"f\"))) (core module (func $g)))";
    let (_folder, path) = written("component.wasm", text);
    assert_eq!(json(&path, &["garbage"])[0]["name"], "module[1] g");
    let sum: u64 =
        json(&path, &["top"]).as_array().unwrap().iter().map(|row| row["shallow_size"].as_u64().unwrap()).sum();
    assert_eq!(sum, fs::metadata(&path).unwrap().len());
}

#[test]
fn what_twiggy_cannot_do_is_refused_with_what_does_it() {
    let (_folder, path) = written("calls.wasm", CALLS);
    // Each function calls the two after it, so the number of paths is a Fibonacci
    // number.
    let calls = |n: usize| format!("(func $f{n} call {} call {})", n + 1, n + 2);
    let ladder: String = (0..60).map(calls).collect();
    let (_folder, ladder) = written("ladder.wasm", &format!("(module {ladder} (func) (func) (export \"f\" (func 0)))"));
    let calls = |n: usize| format!("(func call {})", n + 1);
    let chain = |n: usize| {
        let calls: String = (0..n).map(calls).collect();
        written("chain.wasm", &format!("(module {calls} (func) (export \"f\" (func 0)))"))
    };
    let (_folder, longest) = chain(990);
    for arguments in [&["dominators"][..], &["top", "--retained"], &["paths", "func[990]", "-d", "4000"]] {
        for format in ["text", "json", "csv"] {
            answer(&longest, &[arguments, &["-f", format]].concat());
        }
    }
    let (_folder, chain) = chain(3000);
    for (path, arguments, text) in [
        (&path, &["garbage", "-f", "csv"][..], "next step: `-f json`, or `size-report garbage --format csv`"),
        (&path, &["dominators", "-f", "json", "-d", "2"], "twiggy heeds `-d` and `-r` in text only"),
        (&path, &["monos", "-m", "3"], "next step: `size-report monos FILE`"),
        (&path, &["paths", "nobody"], "nothing is called `nobody`\nnext step: `size-report twiggy top FILE`"),
        (&path, &["paths", "(", "--regex"], "unclosed group"),
        (&ladder, &["paths", "func[61]"], "next step: `size-report paths`, which shows the shortest way"),
        (&ladder, &["paths", "--descending"], "next step: `size-report paths`, which shows the shortest way"),
        (&chain, &["paths", "func[3000]"], "next step: `size-report paths`, which shows the shortest way"),
        (&chain, &["dominators"], "has 3002 levels, and twiggy runs out of stack\nnext step: `size-report dominators`"),
        (&chain, &["top", "--retained"], "next step: `size-report dominators`"),
    ] {
        let run = ask(path, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(text), "{arguments:?}: {}", run.stderr);
    }
}
