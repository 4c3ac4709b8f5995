//! What is built again, and what is not.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::project::{GUEST, MANIFEST, ONE, Project, Run, rows};

/// Runs one cell with a cargo that leaves a note when it builds, and says
/// whether it did.
fn builds(project: &Project, variables: &[(&str, &str)]) -> bool {
    let (note, cargo) = (project.path("note"), project.path("cargo.sh"));
    let real = env!("CARGO");
    fs::write(&cargo, format!("#!/bin/sh\n[ \"$1\" = rustc ] && touch '{}'\nexec '{real}' \"$@\"\n", note.display()))
        .unwrap();
    let set = std::process::Command::new("chmod").arg("+x").arg(&cargo).status().unwrap();
    assert!(set.success());
    project.write(".gitignore", "note\ncargo.sh\n/target\n");
    let mut command = project.command(&[&["matrix"][..], &ONE[..]].concat());
    let run = Run::of(command.env("CARGO", &cargo).envs(variables.iter().copied()));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let built = note.exists();
    let _ = fs::remove_file(note);
    built
}

fn touch(path: &Path) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
}

#[test]
fn contents_count_and_times_do_not() {
    let project = Project::small();
    assert!(builds(&project, &[]));
    assert!(!builds(&project, &[]));
    touch(&project.path("src/lib.rs"));
    touch(&project.path("Cargo.toml"));
    assert!(!builds(&project, &[]));
    project.write("src/lib.rs", &format!("{GUEST}\n// another comment\n"));
    assert!(builds(&project, &[]));
    project.write("src/lib.rs", GUEST);
    assert!(!builds(&project, &[]), "what was built before is still known");
}

#[test]
fn a_file_outside_of_the_package_counts_once_rustc_has_read_it() {
    let library = format!(
        "{GUEST}\n#[unsafe(no_mangle)]\npub extern \"C\" fn text() -> usize {{ include_str!(\"../../text\").as_ptr() as usize }}\n"
    );
    let project = Project::in_folder("inner", MANIFEST, &library);
    project.write("../text", "one");
    assert!(builds(&project, &[]));
    assert!(!builds(&project, &[]));
    project.write("../text", "another one");
    assert!(builds(&project, &[]));
    assert!(!builds(&project, &[]));
}

#[test]
fn a_variable_counts_once_the_program_or_its_build_script_has_read_it() {
    let library = format!(
        "{GUEST}\n#[unsafe(no_mangle)]\npub static WORD: [u8; 1] = [match option_env!(\"SOME_WORD\") {{ None => 0, Some(word) => word.as_bytes()[0] }}];\n"
    );
    let project = Project::new(MANIFEST, &library);
    project.write("build.rs", "fn main() { println!(\"cargo::rerun-if-env-changed=OTHER_WORD\"); }\n");
    assert!(builds(&project, &[]));
    assert!(!builds(&project, &[("UNREAD_WORD", "x")]));
    assert!(builds(&project, &[("SOME_WORD", "x")]));
    assert!(!builds(&project, &[("SOME_WORD", "x")]));
    assert!(builds(&project, &[("SOME_WORD", "x"), ("OTHER_WORD", "y")]));
}

#[test]
fn the_configuration_of_cargo_counts() {
    let project = Project::small();
    assert!(builds(&project, &[]));
    project
        .write(".cargo/config.toml", "[target.wasm32-unknown-unknown]\nrustflags = [\"-Clink-arg=--import-memory\"]\n");
    assert!(builds(&project, &[]));
    assert!(!builds(&project, &[]));
    assert!(builds(&project, &[("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "true")]));
}

#[test]
fn a_damaged_cache_is_made_good() {
    let project = Project::small();
    let before = rows(&project.report(&ONE), &["sha256"]);
    for folder in ["contents", "answers"] {
        for entry in fs::read_dir(project.path("target/size-report").join(folder)).unwrap() {
            fs::write(entry.unwrap().path(), "damaged").unwrap();
        }
    }
    assert_eq!(rows(&project.report(&ONE), &["sha256"]), before);
}

#[test]
fn two_runs_at_a_time_do_not_disturb_each_other() {
    let project = Project::small();
    let axes = ["--format", "csv", "--opt-level", "0,1,2,3", "--lto", "off,fat", "--strip", "symbols"];
    let arguments = [&["matrix"][..], &axes[..]].concat();
    let [first, second] = [(); 2].map(|()| {
        let mut command = project.command(&arguments);
        command.stdout(std::process::Stdio::piped()).spawn().unwrap()
    });
    let [first, second] = [first, second].map(|child| child.wait_with_output().unwrap());
    assert!(first.status.success() && second.status.success());
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(String::from_utf8_lossy(&first.stdout), project.matrix(&axes).stdout);
}
