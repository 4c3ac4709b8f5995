//! The program wasm-opt, started once for each module.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::exit::ToolFailed;

/// A program that was found.
#[derive(Debug)]
pub(super) struct Program {
    path: PathBuf,
    version: String,
    help: String,
}

impl Program {
    /// Asks the program for its version and for the features it knows.
    pub(super) fn open(path: PathBuf) -> Result<Self> {
        let ask = |flag: &str| -> Result<String> {
            let output = Command::new(&path)
                .arg(flag)
                .output()
                .map_err(|error| ToolFailed(format!("{} cannot be started: {error}", path.display())))?;
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let version = ask("--version")?.trim().to_owned();
        let help = ask("--help")?;
        if !version.starts_with("wasm-opt") {
            let said = version.lines().next().unwrap_or_default();
            return Err(ToolFailed(format!("{} is no wasm-opt: its --version is `{said}`", path.display())).into());
        }
        Ok(Self { path, version, help })
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }

    pub(super) fn optimize<'a>(
        &self,
        wasm: &[u8],
        arguments: &str,
        features: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir().context("no temporary folder can be made")?;
        let (input, output) = (folder.path().join("in.wasm"), folder.path().join("out.wasm"));
        std::fs::write(&input, wasm).with_context(|| format!("{} cannot be written", input.display()))?;
        let mut command = Command::new(&self.path);
        command.arg("--mvp-features");
        for feature in features {
            let flag = format!("--enable-{feature}");
            // Older versions lack flags for parts of features they know whole.
            if self.help.contains(&flag) {
                command.arg(flag);
            }
        }
        command.args(arguments.split_whitespace()).arg(&input).arg("-o").arg(&output);
        let done = command.output().with_context(|| format!("{} cannot be started", self.path.display()))?;
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr);
            return Err(ToolFailed(format!("wasm-opt {arguments} failed:\n{said}")).into());
        }
        std::fs::read(&output).with_context(|| format!("wasm-opt wrote no {}", output.display()))
    }
}
