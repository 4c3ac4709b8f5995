//! Help texts, as a person reads them.

use snapbox::{Data, assert_data_eq};

use crate::project::{Run, program};

fn golden(name: &str) -> Data {
    Data::read_from(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/golden").join(name), None)
}

#[test]
fn every_help_text_is_as_it_was_blessed() {
    for (arguments, file) in [
        (&["--help"][..], "help.txt"),
        (&["matrix", "--help"], "matrix.txt"),
        (&["merge", "--help"], "merge.txt"),
        (&["slim", "--help"], "slim.txt"),
        (&["check", "--help"], "check.txt"),
        (&["bless", "--help"], "bless.txt"),
        (&["history", "--help"], "history.txt"),
        (&["init", "--help"], "init.txt"),
        (&["crates", "--help"], "crates.txt"),
        (&["twiggy", "--help"], "twiggy.txt"),
    ] {
        let run = Run::of(program().args(arguments).env("COLUMNS", "100"));
        assert_eq!(run.code, 0);
        assert_data_eq!(run.stdout, golden(file).raw());
    }
}

#[test]
fn an_unknown_flag_is_a_usage_error() {
    let run = Run::of(program().args(["matrix", "--optlevel", "3"]));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--opt-level"), "{}", run.stderr);
}
