//! Sizes guarded: what was blessed passes, one byte more does not.

use std::fs;

use serde_json::Value;

use crate::project::{GUEST, MANIFEST, Project, Run, git};

/// Two cells of one compilation, one of which ships.
const CONFIG: &str = "[matrix]\nopt-level = \"z\"\nlto = \"fat\"\nstrip = [\"none\", \"symbols\"]\n";
const SHIPS: &str = "Oz.lto-fat.default.strip-symbols";

/// The small guest with one more function, whose constant takes one byte more
/// from 64 on, as signed LEB128 has it.
fn constant(value: u32) -> String {
    format!("{GUEST}\n#[unsafe(no_mangle)]\npub extern \"C\" fn answer(n: u32) -> u32 {{ n ^ {value} }}\n")
}

fn project() -> Project {
    let project = Project::new(MANIFEST, &constant(63));
    project.write("size-report.toml", CONFIG);
    project
}

fn run(project: &Project, arguments: &[&str]) -> Run {
    Run::of(&mut project.command(arguments))
}

fn blessed() -> Project {
    let project = project();
    let bless = run(&project, &["bless"]);
    assert_eq!(bless.code, 0, "{}", bless.stderr);
    project
}

fn baseline(project: &Project) -> String {
    fs::read_to_string(project.path("baselines/small.json")).unwrap()
}

#[test]
fn without_a_baseline_there_is_an_own_code_and_the_way_to_make_one() {
    let check = run(&project(), &["check"]);
    assert_eq!(check.code, 4);
    assert!(check.stderr.contains("there is no baseline"), "{}", check.stderr);
    assert!(check.stderr.contains("next step: run `size-report bless`"), "{}", check.stderr);
}

#[test]
fn what_was_blessed_passes_and_is_left_as_it_is() {
    let project = blessed();
    let text = baseline(&project);
    let lines: Vec<_> = text.lines().filter(|line| line.contains("\"raw\"")).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].trim_start().starts_with(&format!("\"{SHIPS}\": {{\"raw\":")), "{text}");
    let check = run(&project, &["check"]);
    assert_eq!(check.code, 0, "{}", check.stdout);
    assert!(check.stdout.contains("every size is within its budget\n2 unchanged"), "{}", check.stdout);
    assert_eq!(run(&project, &["bless"]).code, 0);
    assert_eq!(run(&project, &["check", "--update"]).code, 0);
    assert_eq!(baseline(&project), text);
}

#[test]
fn an_unchanged_matrix_is_checked_without_a_build() {
    let project = blessed();
    let cargo = project.path("cargo.sh");
    fs::write(&cargo, format!("#!/bin/sh\n[ \"$1\" = rustc ] && exit 9\nexec '{}' \"$@\"\n", env!("CARGO"))).unwrap();
    assert!(std::process::Command::new("chmod").arg("+x").arg(&cargo).status().unwrap().success());
    let check = Run::of(project.command(&["check"]).env("CARGO", &cargo));
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    project.write("src/lib.rs", &constant(64));
    assert_eq!(Run::of(project.command(&["check"]).env("CARGO", &cargo)).code, 3);
}

#[test]
fn one_byte_more_fails_and_the_cell_and_the_function_are_named() {
    let project = blessed();
    project.write("src/lib.rs", &constant(64));
    let (json, summary) = (project.path("verdict.json"), project.path("summary.md"));
    let mut command = project.command(&["check", "--export", json.to_str().unwrap()]);
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", &summary);
    command.env("GITHUB_WORKSPACE", fs::canonicalize(&project.root).unwrap());
    let check = Run::of(&mut command);
    assert_eq!(check.code, 1, "{}", check.stderr);
    for part in [
        "small 0.1.0: 1 cell over budget",
        &format!("what grew in {SHIPS}"),
        "raw: no growth (by default), exceeded by 1 B",
        "next step: make it smaller, or agree",
    ] {
        assert!(check.stdout.contains(part), "{part}: {}", check.stdout);
    }
    assert!(check.stdout.lines().any(|line| line.starts_with(" +1 B") && line.ends_with("answer")), "{}", check.stdout);
    let annotation = check.stdout.lines().find(|line| line.starts_with("::error ")).unwrap();
    assert!(annotation.contains("file=baselines/small.json,line="), "{annotation}");
    assert!(annotation.contains(&format!("title=size%3A {SHIPS}::raw: ")), "{annotation}");

    let verdict: Value = serde_json::from_slice(&fs::read(json).unwrap()).unwrap();
    assert_eq!(verdict["result"], "regression");
    assert_eq!(verdict["explanations"][0]["functions"][0]["name"], "answer");
    let summary = fs::read_to_string(summary).unwrap();
    assert!(summary.contains(&format!("| `{SHIPS}` |")) && summary.contains("| `answer` |"), "{summary}");
    let markdown = run(&project, &["check", "--format", "markdown"]);
    assert_eq!((markdown.code, markdown.stdout), (1, summary));

    assert_eq!(run(&project, &["check", "--update"]).code, 0);
    assert_eq!(run(&project, &["check"]).code, 0);
}

#[test]
fn a_budget_in_the_configuration_allows_what_it_says_and_no_more() {
    let project = blessed();
    project.write("src/lib.rs", &constant(64));
    let with = |budgets: &str| {
        project.write("size-report.toml", &format!("{CONFIG}{budgets}"));
        run(&project, &["check"])
    };
    let allowed = with("[[budget]]\ncells = { strip = \"symbols\" }\nraw = { growth = 1 }\n");
    assert_eq!(allowed.code, 0, "{}", allowed.stdout);
    assert!(allowed.stdout.contains("grown within budget"), "{}", allowed.stdout);
    let refused = with("[[budget]]\ncells = \"*.strip-symbols\"\nraw = { max = 60, growth = 99 }\n");
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("raw: at most 60 B (budget *.strip-symbols), exceeded by"), "{}", refused.stdout);
    let other = with("[[budget]]\ncells = { strip = \"none\" }\nraw = { growth = 0 }\n");
    assert_eq!(other.code, 1);
    assert!(other.stdout.contains("budget strip=none"), "{}", other.stdout);
    for (budget, cause) in [
        ("cells = \"Os.*\"\nraw = { max = 1 }\n", "budget Os.* is about no cell"),
        ("cells = { lto = \"off\" }\nraw = { max = 1 }\n", "lto = `off`, which the matrix does not have"),
        ("cells = \"*\"\nraw = { max = 1, when = \"both\" }\n", "line 7"),
    ] {
        let wrong = with(&format!("[[budget]]\n{budget}"));
        assert_eq!(wrong.code, 2, "{}", wrong.stdout);
        assert!(wrong.stderr.contains(cause), "{cause}: {}", wrong.stderr);
    }
}

#[test]
fn a_baseline_of_another_rustc_has_its_own_code_and_is_not_judged() {
    let project = blessed();
    let text = baseline(&project);
    let release = text.split("\"release\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    project.write("baselines/small.json", &text.replace(&release, "1.2.3"));
    project.write("src/lib.rs", &constant(64));
    let check = run(&project, &["check"]);
    assert_eq!(check.code, 5, "{}", check.stdout);
    assert!(check.stdout.contains("rustc: the baseline has 1.2.3 ("), "{}", check.stdout);
    assert!(check.stdout.contains("sizes were not judged") && check.stdout.contains("+1 B"), "{}", check.stdout);
    assert!(check.stdout.contains("--ignore-toolchain"), "{}", check.stdout);
    assert_eq!(run(&project, &["check", "--ignore-toolchain"]).code, 1);
    assert_eq!(run(&project, &["check", "--ignore-toolchain=rustc"]).code, 1);
    assert_eq!(run(&project, &["check", "--ignore-toolchain=host,gzip"]).code, 5);
    project.write("size-report.toml", &format!("{CONFIG}[check]\nignore-toolchain = [\"rustc\"]\n"));
    assert_eq!(run(&project, &["check"]).code, 1);
}

#[test]
fn the_verdict_is_written_even_if_a_cell_cannot_be_built() {
    let project = blessed();
    project.write("src/lib.rs", "compile_error!(\"no\");");
    let out = project.path("verdict.md");
    let check = run(&project, &["check", "-o", out.to_str().unwrap()]);
    assert_eq!(check.code, 3);
    assert!(check.stderr.contains("error: no"), "{}", check.stderr);
    let verdict = fs::read_to_string(out).unwrap();
    assert!(verdict.contains("2 cells could not be built") && verdict.contains(SHIPS), "{verdict}");
    let before = baseline(&project);
    let bless = run(&project, &["bless"]);
    assert_eq!(bless.code, 3);
    assert!(bless.stderr.contains("was left as it is, since cells failed"), "{}", bless.stderr);
    assert_eq!(baseline(&project), before);
}

#[test]
fn cells_come_and_go_with_the_matrix_and_flags_choose_among_them() {
    let project = blessed();
    project.write("size-report.toml", &CONFIG.replace("\"none\"", "\"debuginfo\""));
    let check = run(&project, &["check"]);
    assert_eq!(check.code, 1);
    assert!(check.stdout.contains("1 vanished, 1 new, 1 unchanged"), "{}", check.stdout);
    let chosen = run(&project, &["check", "--strip", "symbols"]);
    assert_eq!(chosen.code, 0, "{}", chosen.stdout);
    assert!(chosen.stdout.contains("1 unchanged, 1 of the baseline not checked"), "{}", chosen.stdout);
    project.write("size-report.toml", &format!("{CONFIG}[check]\ninclude = [{{ strip = \"symbols\" }}]\n"));
    let bless = run(&project, &["bless"]);
    assert!(bless.stdout.contains("cells: 1 (0 changed, 0 new, 1 dropped)"), "{}", bless.stdout);
    assert_eq!(run(&project, &["check"]).code, 0);
}

#[test]
fn merged_shards_are_checked_with_modules_that_were_kept() {
    let project = project();
    assert_eq!(run(&project, &["bless", "--keep-modules"]).code, 0);
    assert!(project.path("baselines/modules/small/Oz.lto-fat.default.wasm").is_file());
    project.write("src/lib.rs", &constant(64));
    let (report, modules) = (project.path("report.json"), project.path("modules"));
    let (report, modules) = (report.to_str().unwrap(), modules.to_str().unwrap());
    let matrix = run(&project, &["matrix", "-o", report, "--keep-named", modules]);
    assert_eq!(matrix.code, 0, "{}", matrix.stderr);
    fs::remove_dir_all(project.path("target")).unwrap();
    let check = run(&project, &["check", "--report", report, "--modules", modules]);
    assert_eq!(check.code, 1, "{}", check.stderr);
    assert!(check.stdout.contains("answer"), "{}", check.stdout);
    assert!(!project.path("target").exists(), "nothing was built");
    let check = run(&project, &["check", "--report", report]);
    assert!(check.stdout.contains("the new module is not at hand"), "{}", check.stdout);

    // Modules of an older baseline would explain a growth that was not.
    assert_eq!(run(&project, &["bless"]).code, 0);
    assert!(!project.path("baselines/modules/small/Oz.lto-fat.default.wasm").exists());
    fs::remove_dir_all(project.path("target")).unwrap();
    project.write("src/lib.rs", &constant(9999));
    let check = run(&project, &["check"]);
    assert_eq!(check.code, 1);
    assert!(check.stdout.contains("the module of the baseline is not at hand"), "{}", check.stdout);
    assert!(check.stdout.contains("--keep-modules"), "{}", check.stdout);
}

#[test]
fn the_module_of_a_baseline_is_built_again_on_demand() {
    let project = project();
    project.write(".gitignore", "/target\n");
    git(&project.root, &["init", "--quiet"]);
    git(&project.root, &["add", "--all"]);
    git(&project.root, &["commit", "--quiet", "--message", "a crate"]);
    assert_eq!(run(&project, &["bless"]).code, 0);
    fs::remove_dir_all(project.path("target")).unwrap();
    project.write("src/lib.rs", &constant(64));
    let check = run(&project, &["check"]);
    assert!(check.stdout.contains("not at hand") && check.stdout.contains("--rebuild"), "{}", check.stdout);
    let check = run(&project, &["check", "--rebuild"]);
    assert_eq!(check.code, 1);
    assert!(check.stdout.lines().any(|line| line.starts_with(" +1 B") && line.ends_with("answer")), "{}", check.stdout);
    assert_eq!(git(&project.root, &["worktree", "list"]).lines().count(), 1);
}

#[test]
fn a_baseline_that_cannot_be_meant_is_refused() {
    let project = blessed();
    let text = baseline(&project);
    for (altered, cause) in [
        (text.replace("baseline/1", "baseline/9"), "its schema is size-report/baseline/9"),
        (text.replace("\"package\": \"small\"", "\"package\": \"large\""), "the baseline is one of the package large"),
        ("{".to_owned(), "is no baseline that this version reads"),
    ] {
        project.write("baselines/small.json", &altered);
        let check = run(&project, &["check"]);
        assert_eq!(check.code, 2, "{}", check.stdout);
        assert!(check.stderr.contains(cause), "{cause}: {}", check.stderr);
    }
    project.write("baselines/small.json", &text);
    let check = run(&project, &["check", "--shard", "1/2"]);
    assert_eq!(check.code, 2);
    assert!(check.stderr.contains("a shard is no whole"), "{}", check.stderr);
}

#[test]
fn sccache_as_a_wrapper_changes_nothing() {
    let Ok(sccache) = which("sccache") else { return };
    let project = blessed();
    fs::remove_dir_all(project.path("target")).unwrap();
    let check = Run::of(project.command(&["check"]).env("RUSTC_WRAPPER", sccache));
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
}

fn which(program: &str) -> Result<std::path::PathBuf, ()> {
    let path = std::env::var_os("PATH").ok_or(())?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file()).ok_or(())
}
