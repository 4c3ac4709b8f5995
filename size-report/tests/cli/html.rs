//! Pages: one file each, complete, and whole whatever names are in it. What they
//! do in a browser is tested in `tests/browser/`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::project::{GUEST, MANIFEST, Project, Run, program};
use crate::questions::{FILES, QUESTIONS};

/// Names that would end an element, run a script, begin a line, end a string or
/// turn the direction of writing.
const HOSTILE: [&str; 6] = [
    "</script><b>",
    "<!--<script>",
    "<img src=x onerror=run()>",
    "a\nb\r\u{2028}",
    "\0\u{1b}[31m",
    "\u{202e}dne\u{2066}",
];

fn page_of(arguments: &[&str], paths: &[&Path]) -> Run {
    Run::of(program().arg(arguments[0]).args(paths).args(&arguments[1..]).args(["--format", "html"]))
}

/// The data of a page, after checking that the page is one and needs nothing
/// from elsewhere.
fn data(run: &Run) -> Value {
    let page = &run.stdout;
    assert!(page.starts_with("<!doctype html>\n") && page.ends_with("</html>\n"), "{page} {}", run.stderr);
    let (before, rest) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    let (data, after) = rest.split_once("</script>").unwrap();
    assert!(before.contains("content=\"default-src 'none'; script-src 'sha256-"), "{before}");
    for (part, tag) in [(before, "<style>"), (after, "<script type=\"module\">")] {
        assert_eq!(part.matches(tag).count(), 1, "{tag}");
    }
    assert!(!before.contains("<script") && after.matches("<script").count() == 1);
    let (head, title_and_style) = before.split_once("<title>").unwrap();
    let (_, style) = title_and_style.split_once("</title>").unwrap();
    for outside in ["src=", "href=", "url(", "@import", "http:", "https:"] {
        assert!(![head, style, after].iter().any(|part| part.contains(outside)), "{outside}");
    }
    assert!(!data.contains('<') && !data.chars().any(char::is_control), "{data}");
    serde_json::from_str(data).unwrap()
}

/// The strings of a page.
fn strings(data: &Value) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for packed in data["strings"].as_array().unwrap() {
        let before = all.last().cloned().unwrap_or_default();
        let count = |index: usize| usize::try_from(packed[index].as_u64().unwrap()).unwrap();
        let (begin, end) = (&before[..count(0)], &before[before.len() - count(1)..]);
        all.push(format!("{begin}{}{end}", packed[2].as_str().unwrap()));
    }
    assert!(all.is_sorted());
    all
}

fn sum(tiles: &Value) -> u64 {
    tiles.as_array().unwrap().iter().map(|tile| tile[1].as_u64().unwrap_or_else(|| sum(&tile[1]))).sum()
}

#[test]
fn the_tiles_of_every_page_add_up_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let path = folder.path().join(format!("{name}.wasm"));
        let wasm = wat::parse_str(text).unwrap();
        fs::write(&path, &wasm).unwrap();
        for question in QUESTIONS {
            let run = page_of(&[question], &[&path]);
            assert_eq!(run.code, 0, "{question} {name}: {}", run.stderr);
            let data = data(&run);
            assert_eq!(sum(&data["treemap"]), wasm.len() as u64, "{question} {name}");
            for table in data["tables"].as_array().unwrap() {
                if ["sections", "top", "crates"].map(Value::from).contains(&table["id"]) {
                    let rows = table["rows"].as_array().unwrap().iter();
                    let bytes: u64 = rows.map(|row| row[0].as_u64().unwrap()).sum();
                    assert_eq!(bytes, wasm.len() as u64, "{question} {name} {}", table["id"]);
                }
            }
        }
    }
}

#[test]
fn functions_are_under_the_section_of_code_and_their_crate() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wasm");
    fs::write(&path, wat::parse_str("(module (func $\"a::b::f\") (func $\"a::b::g\") (func $\"a::h\"))").unwrap())
        .unwrap();
    let data = data(&page_of(&["top", "--limit", "1"], &[&path]));
    let strings = strings(&data);
    let find = |tiles: &Value, name: &str| {
        let tiles = tiles.as_array().unwrap().iter();
        let named = |tile: &&Value| strings[usize::try_from(tile[0].as_u64().unwrap()).unwrap()] == name;
        tiles.clone().find(named).unwrap_or_else(|| panic!("{name} is not there"))[1].clone()
    };
    let path = ["code", "a", "b", "a::b::f"];
    assert_eq!(path.iter().fold(data["treemap"].clone(), |tiles, name| find(&tiles, name)), 4);
    assert_eq!(data["tables"][0]["rows"].as_array().unwrap().len(), 1);
    assert!(data["tables"][0]["note"].as_str().unwrap().contains("--limit"), "{}", data["tables"][0]);
}

#[test]
fn no_name_breaks_out_of_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut module = String::from("(module ");
    for (index, name) in HOSTILE.iter().enumerate() {
        let name: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
        module += &format!("(func (export \"{name}\")) (func $\"f{index}{name}\") (@custom \"{name}\" \"\")");
    }
    module += &format!("(func $\"{}\"))", "long".repeat(25_000));
    let old = folder.path().join("<img src=x onerror=run()>\n\u{202e}.wasm");
    let new = folder.path().join("new.wasm");
    fs::write(&old, wat::parse_str("(module)").unwrap()).unwrap();
    fs::write(&new, wat::parse_str(&module).unwrap()).unwrap();
    let report = write(folder.path(), "r.json", &report(&[("<img src=x onerror=run()>", 10), ("\u{202e}\n", 20)]));
    for run in [
        page_of(&["top"], &[&new]),
        page_of(&["show"], &[&old]),
        page_of(&["diff", "--all"], &[&old, &new]),
        page_of(&["merge"], &[report.as_ref()]),
    ] {
        assert_eq!(run.code, 0, "{}", run.stderr);
        for markup in ["<img", "<b>", "<!--", "\u{202e}", "\u{2066}", "\u{2028}", "\0", "\u{1b}"] {
            assert!(!run.stdout.contains(markup), "{markup:?}");
        }
        assert_eq!(run.stdout.matches("<script").count(), 2);
        data(&run);
    }
    let strings = strings(&data(&page_of(&["top"], &[&new])));
    for name in
        ["</script><b>", "<img src=x onerror=run()>", r"a\nb\r\u{2028}", r"\u{0}\u{1b}[31m", r"\u{202e}dne\u{2066}"]
    {
        assert!(strings.iter().any(|string| string == name), "{name}: {strings:?}");
    }
}

/// A report of one axis with these values and sizes.
fn report(cells: &[(&str, u64)]) -> Value {
    let hash = "ab".repeat(32);
    let rows = cells.iter().map(|(name, raw)| {
        let bytes = json!({ "raw": raw, "gzip": raw, "brotli": raw });
        json!({ "cell": { "features": name, "strip": "symbols" }, "bytes": bytes, "sha256": hash })
    });
    let names: Vec<_> = cells.iter().map(|(name, _)| name).collect();
    json!({
        "schema": "size-report/matrix/1",
        "provenance": {
            "package": "small 0.1.0", "product": "small", "profile": "release", "rustc": { "release": "1" },
            "cargo": "cargo 1", "wasm_opt": null, "gzip": "g", "brotli": "b", "lock_sha256": hash,
            "sources_sha256": hash, "flags": [],
        },
        "axes": { "features": names, "strip": ["symbols"] },
        "feature_sets": {},
        "cells": cells.len(),
        "rows": rows.collect::<Vec<_>>(),
    })
}

fn write(folder: &Path, name: &str, report: &Value) -> String {
    let path = folder.join(name);
    fs::write(&path, report.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_matrix_has_its_sizes_effects_failures_and_provenance() {
    let folder = tempfile::tempdir().unwrap();
    let mut report = report(&[("a", 10), ("b", 25)]);
    report["cells"] = 3.into();
    report["failures"] = json!([{ "cell": { "features": "c", "strip": "symbols" }, "message": "error: <no>\nmore" }]);
    let page = folder.path().join("page.html");
    let run = Run::of(program().args(["merge", &write(folder.path(), "r.json", &report), "-o"]).arg(&page));
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{}", run.stderr);
    let data = data(&Run { stdout: fs::read_to_string(page).unwrap(), ..run });
    let ids: Vec<_> = data["tables"].as_array().unwrap().iter().map(|table| table["id"].clone()).collect();
    assert_eq!(ids, ["cells", "effects"]);
    assert_eq!(data["tables"][1]["rows"][0][2], 15);
    assert_eq!(data["report"]["axes"]["features"], json!(["a", "b"]));
    assert_eq!(data["notes"][0], json!({ "title": "failed: c.strip-symbols", "text": "error: <no>\nmore" }));
    assert!(data["notes"][1]["text"].as_str().unwrap().contains("cargo: cargo 1\n"));
}

#[test]
fn a_check_says_which_cells_fail_and_why() {
    let project = Project::new(MANIFEST, GUEST);
    let old = write(&project.root, "old.json", &report(&[("a", 10), ("b", 20)]));
    let new = write(&project.root, "new.json", &report(&[("a", 10), ("b", 23)]));
    let bless = Run::of(&mut project.command(&["bless", "--report", &old]));
    assert_eq!(bless.code, 0, "{}", bless.stderr);
    let check = Run::of(&mut project.command(&["check", "--report", &new, "--format", "html"]));
    assert_eq!(check.code, 1, "{}", check.stderr);
    let data = data(&check);
    assert_eq!(data["title"], "small 0.1.0: 1 cell over budget");
    let strings = strings(&data);
    let first = data["tables"][0]["rows"][0].as_array().unwrap();
    let text = |index: usize| strings[usize::try_from(first[index].as_u64().unwrap()).unwrap()].as_str();
    assert_eq!([text(0), text(1)], ["b.strip-symbols", "over budget"]);
    assert!(text(8).contains("raw: no growth (by default), exceeded by 3 B"), "{}", text(8));
    assert_eq!(first[2..4], [json!(23), json!(3)]);
}
