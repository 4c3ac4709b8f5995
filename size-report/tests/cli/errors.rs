//! What cannot be done is said, with the cause and the next step.

use std::fs;

use crate::project::{GUEST, MANIFEST, ONE, Project, Run, program};

#[test]
fn a_compile_error_fails_its_cells_and_the_others_go_on() {
    let library = format!("{GUEST}\n#[cfg(feature = \"broken\")]\ncompile_error!(\"this feature is broken\");\n");
    let project = Project::new(MANIFEST, &library);
    let out = project.path("report.json");
    let run = project.matrix(
        &[&ONE[..], &["--features", "good=extra", "--features", "bad=broken", "--export", out.to_str().unwrap()]]
            .concat(),
    );
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("error: this feature is broken"), "{}", run.stderr);
    assert!(run.stderr.contains("Oz.lto-fat.bad.strip-symbols"), "{}", run.stderr);
    assert!(run.stdout.contains("failed: Oz.lto-fat.bad.strip-symbols"), "{}", run.stdout);
    let report: serde_json::Value = serde_json::from_slice(&fs::read(out).unwrap()).unwrap();
    assert_eq!(report["rows"].as_array().unwrap().len(), 1);
    assert_eq!(report["rows"][0]["cell"]["features"], "good");
    assert_eq!(report["failures"][0]["cell"]["features"], "bad");
}

#[test]
fn a_package_that_is_no_cdylib_is_told_how_to_become_one() {
    let project = Project::new(&MANIFEST.replace("[lib]\ncrate-type = [\"cdylib\"]\n", ""), "");
    let run = project.matrix(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("package small makes no cdylib"), "{}", run.stderr);
    assert!(run.stderr.contains("crate-type = [\"cdylib\"]"), "{}", run.stderr);
    project.write("src/main.rs", "fn main() {}\n");
    assert!(project.matrix(&[]).stderr.contains("--bin small"));
}

#[test]
fn every_wrong_request_is_answered_with_its_cause() {
    let project = Project::small();
    for (arguments, text) in [
        (&["--opt-level", "4"][..], "`4` is no value of opt-level: expected 0, 1, 2, 3, s or z"),
        (&["--lto", "fat,fat"], "lto has the value `fat` twice"),
        (&["--features", "nonsense"], "package small has no feature `nonsense` (it has: broken, extra)"),
        (&["--features", "a=extra", "--features", "a=broken"], "two feature sets are called `a`"),
        (&["--package", "other"], "there is no package `other` in the workspace (there are: small)"),
        (&["--bin", "other"], "package small has no binary `other` (it has: none)"),
        (&["--include", "opt-level=9"], "a rule names opt-level = `9`, which the matrix does not have"),
        (&["--exclude", "opt-level=0|1|2|3|s|z"], "the rules leave no cell"),
        (&["--shard", "4/3"], "shard 4/3: K goes from 1 to N"),
        (&["--config", "none.toml"], "none.toml cannot be read"),
        (&["--export", "report.pdf"], "the extension says the format"),
    ] {
        let run = project.matrix(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(text), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_missing_or_broken_manifest_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::of(program().args(["matrix", "--manifest-path", "nowhere/Cargo.toml"]).current_dir(folder.path()));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nowhere/Cargo.toml is no file"), "{}", run.stderr);
    let run = Run::of(program().arg("matrix").current_dir(folder.path()));
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("could not find `Cargo.toml`"), "{}", run.stderr);
    let run = Project::new("[package]\nname = 3\n", "").matrix(&[]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("cargo cannot read the package"), "{}", run.stderr);
}

#[test]
fn a_target_that_is_not_installed_says_how_to_get_it() {
    let run = Project::small().matrix(&["--target", "riscv32i-unknown-none-elf"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("rustup target add riscv32i-unknown-none-elf"), "{}", run.stderr);
}

#[test]
fn a_configuration_with_a_typing_error_shows_the_line() {
    let project = Project::small();
    project.write("size-report.toml", "[matrix]\nopt-level = [\"z\"]\nlot = [\"fat\"]\n");
    let run = project.matrix(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("line 3") && run.stderr.contains("unknown field `lot`"), "{}", run.stderr);
}

#[test]
fn flags_replace_axes_of_the_configuration_and_its_rules_follow() {
    let project = Project::small();
    project.write(
        "size-report.toml",
        "[matrix]\nopt-level = [0, \"z\"]\nlto = \"fat\"\nstrip = \"symbols\"\nexclude = [{ opt-level = 0 }]\n",
    );
    let slugs = |arguments: &[&str]| {
        let run = project.matrix(&[&["--format", "csv"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(slugs(&[]), ["z"]);
    assert_eq!(slugs(&["--opt-level", "0,s"]), ["s"]);
    assert_eq!(slugs(&["--opt-level", "s,z"]), ["s", "z"]);
}
