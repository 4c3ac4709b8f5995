//! A crate made for one test, in a folder of its own, and the program run on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The library of a small guest without dependencies.
pub const GUEST: &str = r#"#![no_std]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! { core::arch::wasm32::unreachable() }
static PRIMES: [u8; 9] = [2, 3, 5, 7, 11, 13, 17, 19, 23];
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(n: usize) -> u32 { PRIMES[n] as u32 }
#[unsafe(no_mangle)]
pub extern "C" fn add(a: u32, b: u32) -> u32 { a.wrapping_add(b) }
"#;

/// The manifest of a crate called `small` that makes a cdylib.
pub const MANIFEST: &str = r#"[package]
name = "small"
version = "0.1.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[features]
extra = []
broken = []
[profile.release]
panic = "abort"
"#;

pub struct Project {
    folder: TempDir,
    /// Where the crate is: the folder, or a folder in it.
    pub root: PathBuf,
}

/// What a run said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// A crate with that manifest and library.
    pub fn new(manifest: &str, library: &str) -> Self {
        Self::in_folder("p", manifest, library)
    }

    /// The small guest.
    pub fn small() -> Self {
        Self::new(MANIFEST, GUEST)
    }

    /// A crate in a folder of that name.
    pub fn in_folder(name: &str, manifest: &str, library: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(name);
        let project = Self { folder, root };
        project.write("Cargo.toml", manifest);
        project.write("src/lib.rs", library);
        project
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The program, about to run in an empty folder: nothing may depend on where
    /// it is started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).arg("--manifest-path").arg(self.root.join("Cargo.toml"));
        command.current_dir(self.folder.path());
        command
    }

    /// Runs `size-report matrix` on the crate.
    pub fn matrix(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(&[&["matrix"], arguments].concat()))
    }

    /// The same, which has to succeed, and the report.
    pub fn report(&self, arguments: &[&str]) -> Value {
        let run = self.matrix(&[&["--format", "json"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        serde_json::from_str(&run.stdout).unwrap()
    }
}

/// Runs git in `folder`, as a person of no interest.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgSign=false"]);
    let run = Run::of(command.args(arguments).current_dir(folder));
    assert_eq!(run.code, 0, "git {arguments:?}: {}", run.stderr);
    run.stdout
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: status.code().unwrap_or(-1), stdout: text(stdout), stderr: text(stderr) }
    }
}

/// The program, with nothing from the environment that changes what it builds.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_size-report"));
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR", "CI"] {
        command.env_remove(variable);
    }
    for variable in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"] {
        command.env_remove(variable);
    }
    command
}

/// The folder of this repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A field of each row, by the row's slug-like key: all axis values joined.
pub fn rows(report: &Value, field: &[&str]) -> Vec<(String, Value)> {
    let rows = report["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let cell = row["cell"].as_object().unwrap().values().map(|value| value.as_str().unwrap());
        let value = field.iter().fold(row, |value, name| &value[*name]);
        (cell.collect::<Vec<_>>().join(" "), value.clone())
    })
    .collect()
}

/// One cell, quick to build.
pub const ONE: [&str; 6] = ["--opt-level", "z", "--lto", "fat", "--strip", "symbols"];
