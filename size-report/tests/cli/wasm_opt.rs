//! The step after linking, with the npm package of this repository and with
//! programs that stand in for a native wasm-opt.

use std::fs;

use crate::project::{ONE, Project, Run, repository, rows};

/// The npm package is looked for beside the package, so a project in a temporary
/// folder gets a link to that of the repository.
fn with_npm_package() -> Project {
    let project = Project::small();
    let package = repository().join("node_modules");
    assert!(package.join("binaryen").is_dir(), "the npm packages are missing: make setup");
    std::os::unix::fs::symlink(package, project.path("node_modules")).unwrap();
    project
}

#[test]
fn the_npm_package_makes_modules_smaller_and_is_named() {
    let project = with_npm_package();
    let arguments =
        [&ONE[..], &["--wasm-opt-tool", "npm", "--wasm-opt", "off,-Oz,-O3 --converge,-Oz --vacuum"]].concat();
    let report = project.report(&arguments);
    let sizes: Vec<u64> = rows(&report, &["bytes", "raw"]).iter().map(|(_, size)| size.as_u64().unwrap()).collect();
    assert!(sizes[1..].iter().all(|size| *size < sizes[0]), "{sizes:?}");
    let version = report["provenance"]["wasm_opt"].as_str().unwrap();
    assert!(version.starts_with("npm binaryen 1"), "{version}");
}

#[test]
fn what_the_npm_package_does_not_know_fails_that_cell_only() {
    let project = with_npm_package();
    let run = project
        .matrix(&[&ONE[..], &["--wasm-opt-tool", "npm", "--wasm-opt", "--no-such-pass,-Oz,--pass-arg=x@y"]].concat());
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("has no pass --no-such-pass"), "{}", run.stderr);
    assert!(run.stderr.contains("has no argument --pass-arg=x@y"), "{}", run.stderr);
    assert!(run.stdout.contains("-Oz"), "{}", run.stdout);
}

#[test]
fn without_any_wasm_opt_the_error_says_how_to_get_one() {
    let project = Project::small();
    let mut command = project.command(&[&["matrix", "--wasm-opt", "-Oz"][..], &ONE[..]].concat());
    // The program itself lies below the repository, whose npm package it would
    // find: a copy elsewhere does not.
    let copy = project.path("size-report");
    fs::copy(command.get_program(), &copy).unwrap();
    let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
    let mut command_of_copy = std::process::Command::new(copy);
    command_of_copy.args(arguments).current_dir(&project.root).env_remove("RUSTFLAGS").env_remove("CARGO_TARGET_DIR");
    command_of_copy.env("PATH", path_without("wasm-opt"));
    let run = Run::of(&mut command_of_copy);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("npm install --save-dev binaryen"), "{}", run.stderr);
    assert_eq!(Run::of(command.args(["--wasm-opt-tool", "/no/such/program"])).code, 3);
}

#[test]
fn a_native_program_gets_the_features_of_the_module_and_its_failure_is_shown() {
    let project = Project::small();
    let program = project.path("wasm-opt");
    fs::write(
        &program,
        "#!/bin/sh\ncase \"$1\" in\n--version) echo 'wasm-opt version 999';;\n--help) echo ' --enable-sign-ext --enable-bulk-memory ';;\n\
         *) echo \"$@\" >> \"$0.log\"; case \"$*\" in *-O1*) echo 'Fatal: no' >&2; exit 1;; esac; for last; do :; done; cp \"$(echo \"$last\" | sed s/out/in/)\" \"$last\";;\nesac\n",
    )
    .unwrap();
    std::process::Command::new("chmod").arg("+x").arg(&program).status().unwrap();
    let tool = program.to_str().unwrap();
    let run =
        project.matrix(&[&ONE[..], &["--format", "json", "--wasm-opt-tool", tool, "--wasm-opt", "-Oz,-O1"]].concat());
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("Fatal: no"), "{}", run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["provenance"]["wasm_opt"], "wasm-opt version 999");
    let log = fs::read_to_string(project.path("wasm-opt.log")).unwrap();
    let line = log.lines().find(|line| line.contains("-Oz")).unwrap();
    assert!(line.starts_with("--mvp-features --enable-bulk-memory --enable-sign-ext -Oz "), "{line}");
}

fn path_without(program: &str) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap();
    std::env::join_paths(std::env::split_paths(&path).filter(|folder| !folder.join(program).exists())).unwrap()
}
