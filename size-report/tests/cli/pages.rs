//! The tables in this repository's pages: made by the program, never by hand.

use std::fs;

use snapbox::{Data, assert_data_eq};

use crate::project::{Run, program, repository};

/// A page with a table, and the arguments that make it.
const PAGES: [(&str, &[&str]); 5] = [
    ("README.md", &["--include", "opt-level=z,lto=fat,strip=symbols"]),
    (
        "docs/allocators.md",
        &[
            "--include",
            "features=host|arena|bump|tiny|balanced|full|lol-leaking|lol-free|lol-free-locked,opt-level=z,lto=fat,strip=symbols",
        ],
    ),
    ("docs/size.md", &["--limit", "0"]),
    ("docs/wasi.md", &["--config", "guest-wasi/size-report.toml"]),
    ("examples/hello-std/README.md", &["--config", "examples/hello-std/size-report.toml"]),
];

#[test]
fn every_table_in_the_pages_is_what_the_program_says_today() {
    let folder = tempfile::tempdir().unwrap();
    for (page, arguments) in PAGES {
        let path = repository().join(page);
        let copy = folder.path().join("page.md");
        fs::copy(&path, &copy).unwrap();
        let mut command = program();
        // The figures are those of the pinned npm package, whatever is on the path.
        command.current_dir(repository()).args(["matrix", "--wasm-opt-tool", "npm"]).args(arguments);
        let run = Run::of(command.arg("--splice").arg(&copy));
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_data_eq!(fs::read_to_string(&copy).unwrap(), Data::read_from(&path, None).raw());
    }
}
