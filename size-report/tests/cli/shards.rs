//! A matrix spread over several machines.

use std::fs;

use serde_json::Value;

use crate::project::{Project, Run, program};

const AXES: [&str; 8] = ["--opt-level", "1,s,z", "--lto", "off,fat", "--strip", "none,symbols", "--format", "json"];

fn shard(project: &Project, text: &str) -> String {
    let name = format!("{}.json", text.replace('/', "-"));
    let run = project.matrix(&[&AXES[..], &["--shard", text, "-o", project.path(&name).to_str().unwrap()]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "");
    name
}

fn merge(project: &Project, files: &[&str]) -> Run {
    Run::of(program().args(["merge", "--format", "json"]).args(files).current_dir(&project.root))
}

#[test]
fn merged_shards_are_the_whole_run_byte_for_byte() {
    let project = Project::small();
    let files = ["3/3", "1/3", "2/3"].map(|text| shard(&project, text));
    let merged = merge(&project, &files.each_ref().map(String::as_str));
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    let whole = project.matrix(&AXES);
    assert_eq!(merged.stdout, whole.stdout);
    let rows = |file: &String| {
        let report: Value = serde_json::from_slice(&fs::read(project.path(file)).unwrap()).unwrap();
        report["rows"].as_array().unwrap().len()
    };
    assert_eq!(files.each_ref().map(rows), [4, 4, 4]);
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let project = Project::small();
    let files = ["1/2", "2/2"].map(|text| shard(&project, text));
    let [first, second] = files.each_ref().map(String::as_str);
    let refused = |files: &[&str], text: &str| {
        let run = merge(&project, files);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(text), "{}", run.stderr);
    };
    refused(&[first], "shard 2/2 is missing");
    refused(&[first, first], "are both shard 1/2");
    refused(&["nowhere.json"], "nowhere.json cannot be read");
    project.write("text.json", "{}");
    refused(&["text.json"], "text.json is no matrix report");
    let altered = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(project.path(second)).unwrap();
        assert!(text.contains(from), "{from}: {text}");
        project.write(name, &text.replace(from, to));
    };
    altered("other-schema.json", "size-report/matrix/1", "size-report/matrix/9");
    refused(&[first, "other-schema.json"], "its schema is size-report/matrix/9");
    altered("other-tool.json", "\"profile\":\"release\"", "\"profile\":\"dev\"");
    refused(&[first, "other-tool.json"], "profile is");
    altered("other-matrix.json", "\"cells\": 12", "\"cells\": 13");
    refused(&[first, "other-matrix.json"], "not of the same matrix");
}
