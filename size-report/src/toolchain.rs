//! Which rustc and cargo a package is built with.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::exit::ToolFailed;

/// The toolchain that applies in one folder. rustup chooses by folder, so this
/// is asked where the package is, not where size-report was started.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// All that `rustc -vV` says.
    pub rustc_verbose: String,
    /// What `cargo -V` says.
    pub cargo_version: String,
    /// The folder that the toolchain is installed in.
    pub sysroot: PathBuf,
}

impl Toolchain {
    /// Asks the tools in `folder`, and checks that they can build for `targets`.
    ///
    /// # Errors
    ///
    /// If a tool is missing or fails, or the standard library for a target is
    /// not installed; the error says how to get it.
    pub fn detect(folder: &Path, targets: &[String]) -> Result<Self> {
        let rustc_verbose = run(rustc(), &["-vV"], folder)?;
        let cargo_version = run(cargo(), &["-V"], folder)?.trim().to_owned();
        let mut sysroot = PathBuf::new();
        for target in targets {
            let asked = ["--print=sysroot", "--print=target-libdir", "--target", target];
            let answer = run(rustc(), &asked, folder)?;
            let mut lines = answer.lines();
            sysroot = lines.next().context("rustc --print=sysroot printed nothing")?.into();
            let libdir = lines.next().context("rustc --print=target-libdir printed nothing")?;
            if !Path::new(libdir).is_dir() {
                let release = rustc_verbose.lines().next().unwrap_or_default();
                return Err(ToolFailed(format!(
                    "target {target} is not installed for {release}\n\
                     next step: rustup target add {target}"
                ))
                .into());
            }
        }
        Ok(Self { rustc_verbose, cargo_version, sysroot })
    }

    /// One field of `rustc -vV`, such as `release`, `host` or `commit-hash`.
    pub fn field(&self, name: &str) -> Option<&str> {
        let lines = self.rustc_verbose.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    }

    /// The fields that reports keep.
    pub fn summary(&self) -> BTreeMap<String, String> {
        ["release", "host", "commit-hash", "LLVM version"]
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.field(name)?.to_owned())))
            .collect()
    }
}

/// The cargo to start: `$CARGO`, which cargo sets for its subcommands, or else
/// the one on the path.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The rustc that cargo will start.
pub fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

fn run(program: OsString, arguments: &[&str], folder: &Path) -> Result<String> {
    let name = Path::new(&program).display().to_string();
    let output = Command::new(&program).args(arguments).current_dir(folder).output().map_err(|error| {
        ToolFailed(format!("{name} cannot be started: {error}\nnext step: install Rust with rustup"))
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(ToolFailed(format!("{name} {} failed:\n{said}", arguments.join(" "))).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
