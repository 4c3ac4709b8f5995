//! Each command in each of its formats: what it writes can be read, says the same
//! in each of them, and adds up to the file.

use std::fs;
use std::sync::LazyLock;

use rayon::prelude::*;
use serde_json::Value;

use crate::modules::{Module, corpus, hand_made};
use crate::run::Run;

/// Questions whose rows are all of the file.
const WHOLE: [&str; 3] = ["sections", "top", "crates"];

/// A command without the file it is about.
const QUESTIONS: [&[&str]; 11] = [
    &["sections"],
    &["top"],
    &["crates"],
    &["crates", "--by", "module"],
    &["dominators"],
    &["paths"],
    &["monos"],
    &["garbage"],
    &["leb"],
    &["show"],
    &["show", "--sections", "--top", "--dominators", "--paths", "--monos", "--garbage", "--crates", "--leb"],
];

/// What a command may take whatever the file is, in bytes, and how many times the
/// file beyond that.
const BASE: u64 = 64 << 20;
const TIMES: u64 = 32;

/// Up to this size, in bytes, a module is printed as text as a whole.
const LARGEST_AS_TEXT: u64 = 4 << 20;

#[test]
fn every_command_answers_about_every_kind_of_module() {
    let (_folder, modules) = hand_made();
    for module in &modules {
        everything(module);
    }
}

#[test]
fn components_may_be_one_within_the_other_but_not_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nested.wasm");
    for (depth, code) in [(90, 0), (2000, 2)] {
        fs::write(&path, nested_component(depth)).unwrap();
        let run = Run::of(&["top", path.to_str().unwrap()]);
        assert_eq!(run.code, Some(code), "{depth}: {}", run.stderr);
        assert!(code == 0 || run.stderr.contains("at offset 0x"), "{}", run.stderr);
    }
}

/// A component in a component, and so on.
fn nested_component(depth: usize) -> Vec<u8> {
    let mut component = wasm_encoder::Component::new().finish();
    for _ in 0..depth {
        let mut outer = wasm_encoder::Component::new();
        outer.section(&wasm_encoder::RawSection { id: 4, data: &component });
        component = outer.finish();
    }
    component
}

#[test]
fn what_no_proposal_knows_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("unknown.wasm");
    // An instruction 0xff, and a type of the form 0x40.
    let code = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a\x05\x01\x03\0\xff\x0b";
    for (wasm, place) in [(&code[..], "offset 0x17"), (b"\0asm\x01\0\0\0\x01\x04\x01\x40\0\0", "offset 0xb")] {
        fs::write(&path, wasm).unwrap();
        for command in ["garbage", "dominators", "paths", "leb", "validate", "wat"] {
            let run = Run::of(&[command, path.to_str().unwrap()]);
            assert_eq!(run.code, Some(2), "{command} {wasm:02x?}");
            assert!(run.stderr.contains(place), "{command}: {}", run.stderr);
        }
    }
}

#[test]
#[ignore = "make test-corpus"]
fn every_command_answers_about_the_corpus() {
    corpus().par_iter().for_each(|module| {
        let most = everything(module);
        println!("{:>11} B  {:>6.2} s {:>5} MB  {}", module.bytes, most.0, most.1 >> 20, module.name);
    });
}

/// The formats that questions and `diff` say they have.
static FORMATS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| ["top", "diff"].map(formats));

fn formats(command: &str) -> Vec<String> {
    let help = Run::of(&[command, "-h"]);
    let help = help.text().unwrap();
    let (_, after) = help.split_once("--format <").expect("the option --format");
    let (_, after) = after.split_once("[possible values: ").expect("its values");
    let (values, _) = after.split_once(']').expect("all of its values");
    values.split(',').map(|value| value.trim().to_owned()).collect()
}

/// Tries everything, and gives the longest time in seconds and the most memory in
/// bytes that it took.
fn everything(module: &Module) -> (f64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let slim = folder.path().join("slim.wasm");
    let again = folder.path().join("again.wasm");
    let [slim, again] = [&slim, &again].map(|path| path.to_str().unwrap());
    let file = module.arg();
    let mut most = (0.0, 0);
    let mut run = |arguments: &[&str]| {
        let run = Run::of(arguments);
        most = (f64::max(most.0, run.elapsed.as_secs_f64()), u64::max(most.1, run.peak));
        assert!(run.peak <= BASE + TIMES * module.bytes, "{arguments:?} took {} bytes", run.peak);
        let text = run.text().unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
        text.to_owned()
    };

    let mut path = Vec::new();
    for question in QUESTIONS {
        let rows = in_every_format(module, &[&question[..1], &[file], &question[1..]].concat(), &mut run);
        for (name, rows) in rows {
            let sum: u64 = rows.iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
            if WHOLE.contains(&name.as_str()) {
                assert_eq!(sum, module.bytes, "{question:?} {file}");
            }
            path.extend(rows.first().filter(|_| name == "paths").map(|row| row["name"].as_str().unwrap().to_owned()));
        }
    }
    // Whatever is the largest has a way to it.
    if let Some(name) = path.first().filter(|name| !name.starts_with('-') && !name.contains('\0')) {
        let rows = in_every_format(module, &["paths", file, name], &mut run);
        assert!(!rows[0].1.is_empty(), "{name} {file}");
    }

    for question in ["top", "dominators", "garbage"] {
        run(&["twiggy", question, file]);
        let json: Value = serde_json::from_str(&run(&["twiggy", question, file, "--format", "json"])).unwrap();
        assert!(json.is_array() || json.is_object(), "twiggy {question} {file}");
        if question != "garbage" {
            csv_records(&run(&["twiggy", question, file, "--format", "csv"]), &format!("twiggy {question} {file}"));
        }
    }

    run(&["validate", file]);
    if module.bytes <= LARGEST_AS_TEXT {
        let text = run(&["wat", file]);
        assert!(text.starts_with('(') && text.ends_with(")\n"), "{file}");
    }

    let itself = in_json(module, &["diff", file, file, "--all"], &mut run);
    assert_eq!(itself[0].1, [] as [Value; 0], "{file}");
    run(&["slim", file, "--output", slim]);
    run(&["slim", slim, "--output", again]);
    run(&["validate", slim]);
    let slimmed = fs::read(slim).unwrap();
    assert!(slimmed.len() as u64 <= module.bytes, "{file} became larger");
    assert!(fs::read(again).unwrap() == slimmed, "{file} can be slimmed twice");
    let short = in_every_format(module, &["diff", file, slim, "--limit", "20"], &mut run);
    let whole = in_json(module, &["diff", file, slim, "--all"], &mut run);
    for rows in [short, whole] {
        let bytes = |side: &str| -> u64 { rows[0].1.iter().map(|row| row[side].as_u64().unwrap()).sum() };
        assert_eq!(bytes("old_bytes") - bytes("new_bytes"), module.bytes - slimmed.len() as u64, "{file}");
    }
    most
}

/// The names of questions, and their rows.
type Rows = Vec<(String, Vec<Value>)>;

fn in_json(module: &Module, arguments: &[&str], run: &mut impl FnMut(&[&str]) -> String) -> Rows {
    let answer = run(&[arguments, &["--format", "json"]].concat());
    assert!(answer.ends_with("}\n"), "{arguments:?}");
    rows_of(module, &serde_json::from_str(&answer).unwrap())
}

/// The rows from the answer in JSON, after the answers in all other formats were
/// compared with it.
fn in_every_format(module: &Module, arguments: &[&str], run: &mut impl FnMut(&[&str]) -> String) -> Rows {
    let rows = in_json(module, arguments, run);
    let count: usize = rows.iter().map(|(_, rows)| rows.len()).sum();
    for format in FORMATS[usize::from(arguments[0] == "diff")].iter().filter(|format| *format != "json") {
        let about = format!("{arguments:?} --format {format}");
        let text = run(&[arguments, &["--format", format]].concat());
        match format.as_str() {
            // What `show` writes as text is a summary: ten rows of each.
            "text" => text_is_one_line_a_row(&text, &about, if arguments[0] == "show" { 0 } else { count }),
            "csv" => assert_eq!(csv_records(&text, &about), count, "{about}"),
            "markdown" => assert_eq!(markdown_rows(&text, &about), count, "{about}"),
            "html" => html_is_one_document(&text, &about),
            other => panic!("{about}: nothing is known here about {other}: say how to check it"),
        }
    }
    rows
}

/// Checks the shape of an answer in JSON.
fn rows_of(module: &Module, answer: &Value) -> Rows {
    let list = |rows: &Value| rows.as_array().unwrap().clone();
    let rows = if answer["schema"] == "size-report/diff/1" {
        assert_eq!(answer["old"]["bytes"], module.bytes);
        vec![("diff".to_owned(), list(&answer["rows"]))]
    } else {
        assert_eq!(answer["schema"], "size-report/listing/1");
        assert_eq!(answer["file"]["bytes"], module.bytes);
        match answer["questions"].as_object() {
            Some(questions) => questions.iter().map(|(name, rows)| (name.clone(), list(rows))).collect(),
            None => vec![(answer["question"].as_str().unwrap().to_owned(), list(&answer["rows"]))],
        }
    };
    for row in rows.iter().flat_map(|(_, rows)| rows) {
        assert!(row["name"].is_string() && row["kind"].is_string(), "{row}");
        let has_bytes = row["bytes"].is_u64() || row["old_bytes"].is_u64() && row["new_bytes"].is_u64();
        assert!(has_bytes, "{row}");
    }
    rows
}

fn text_is_one_line_a_row(text: &str, about: &str, rows: usize) {
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{about}");
    assert!(text.ends_with('\n') && text.lines().count() > rows, "{about}");
}

/// How many records there are, each with as many fields as the header has.
fn csv_records(text: &str, about: &str) -> usize {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().inspect(|record| assert!(record.is_ok(), "{about}: {record:?}")).count()
}

/// How many rows the tables have, each with as many cells as its header has.
fn markdown_rows(text: &str, about: &str) -> usize {
    let cells = |line: &str| {
        let escaped = line.replace("\\\\", "").replace("\\|", "");
        escaped.matches('|').count()
    };
    let mut count = 0;
    let mut width = None;
    for line in text.split('\n') {
        let is_row = line.starts_with('|') && line.ends_with('|');
        match width {
            None if is_row => width = Some((cells(line), 0)),
            Some((columns, rows)) if is_row => {
                assert_eq!(cells(line), columns, "{about}: {line}");
                width = Some((columns, rows + 1));
            }
            // The line between the header and the rows is none of them.
            Some((_, rows)) => {
                count += rows - 1;
                width = None;
            }
            None => assert!(!line.starts_with('|'), "{about}: {line}"),
        }
    }
    count
}

/// One document, and what it has of JSON can be read.
fn html_is_one_document(text: &str, about: &str) {
    assert!(text.to_lowercase().starts_with("<!doctype html>"), "{about}");
    assert!(text.trim_end().ends_with("</html>") && text.matches("</html>").count() == 1, "{about}");
    for script in text.split("<script").skip(1) {
        let (attributes, rest) = script.split_once('>').unwrap();
        if attributes.contains("application/json") {
            let (data, _) = rest.split_once("</script>").unwrap();
            assert!(serde_json::from_str::<Value>(data).is_ok(), "{about}");
        }
    }
}
