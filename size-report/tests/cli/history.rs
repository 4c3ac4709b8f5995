//! A baseline over time, from a real repository.

use std::fs;

use serde_json::Value;

use crate::project::{MANIFEST, Project, Run, git};

const CONFIG: &str = "[matrix]\nopt-level = \"z\"\nlto = \"fat\"\nstrip = \"symbols\"\n";

/// A baseline that was blessed once and then changed by hand, since a history is
/// about files.
fn with_history() -> Project {
    let project = Project::small();
    project.write("size-report.toml", CONFIG);
    project.write(".gitignore", "/target\n");
    git(&project.root, &["init", "--quiet", "--initial-branch=trunk"]);
    let bless = Run::of(&mut project.command(&["bless"]));
    assert_eq!(bless.code, 0, "{}", bless.stderr);
    commit(&project, "sizes: the first");
    let text = fs::read_to_string(project.path("baselines/small.json")).unwrap();
    let raw = text.split("\"raw\":").nth(1).unwrap().split(',').next().unwrap();
    project.write("baselines/small.json", &text.replace(&format!("\"raw\":{raw}"), "\"raw\":1234567"));
    commit(&project, "sizes: <script>alert(1)</script> & more");
    fs::rename(project.path("baselines/small.json"), project.path("baselines/renamed.json")).unwrap();
    project.write("size-report.toml", &format!("{CONFIG}[check]\nbaseline = \"baselines/renamed.json\"\n"));
    commit(&project, "sizes: under another name");
    project
}

fn commit(project: &Project, message: &str) {
    git(&project.root, &["add", "--all"]);
    git(&project.root, &["commit", "--quiet", "--message", message]);
}

#[test]
fn the_history_follows_the_file_and_has_every_format() {
    let project = with_history();
    let history = |arguments: &[&str]| {
        let run = Run::of(&mut project.command(&[&["history"], arguments].concat()));
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    let text = history(&[]);
    assert!(text.contains("small, raw, 3 commits") && text.contains("1,234,567 B"), "{text}");
    let json: Value = serde_json::from_str(&history(&["--format", "json"])).unwrap();
    let points = json["points"].as_array().unwrap();
    assert_eq!(points.len(), 3);
    assert_eq!(points[0]["subject"], "sizes: the first");
    assert_eq!(points[1]["cells"]["Oz.lto-fat.default.strip-symbols"]["raw"], 1_234_567);
    let out = project.path("history.html");
    assert_eq!(history(&["-o", out.to_str().unwrap()]), "");
    let html = fs::read_to_string(out).unwrap();
    assert!(html.contains("<svg") && html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
    assert!(history(&["--format", "svg", "--metric", "brotli"]).starts_with("<svg xmlns="));
}

#[test]
fn what_has_no_history_says_what_to_do() {
    let project = Project::new(MANIFEST, "");
    let run = Run::of(&mut project.command(&["history"]));
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("git log"), "{}", run.stderr);
    let project = with_history();
    let run = Run::of(&mut project.command(&["history", "--baseline", project.path("none.json").to_str().unwrap()]));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("bless one with `size-report bless`"), "{}", run.stderr);
    let run = Run::of(&mut project.command(&["history", "--cells", "nothing*"]));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no cell is called nothing*"), "{}", run.stderr);
}
