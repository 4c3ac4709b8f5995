//! The module of a baseline, built again from its commit. Only `check --rebuild`
//! does so, and only for a cell that failed.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::axis::Axis;
use crate::cell::Cell;
use crate::exit::ToolFailed;
use crate::git::{self, Worktree};
use crate::report::Report;

use super::build::Project;

/// The module of `compilation` as `commit` has it, with its names and without
/// DWARF. `report` knows what its features are.
///
/// # Errors
///
/// If the commit is not there, or does not build.
pub fn module(project: &Project, report: &Report, compilation: &Cell, commit: &str) -> Result<Vec<u8>> {
    let package = &project.package;
    let top = git::top(&package.folder).context("this is no git repository")?;
    let folder = tempfile::tempdir()?;
    let worktree = Worktree::add(&top, &folder.path().join("tree"), commit)?;
    let manifest = worktree.path().join(package.folder.strip_prefix(&top)?).join("Cargo.toml");
    let modules = folder.path().join("modules");
    let configuration = folder.path().join("size-report.toml");
    std::fs::write(&configuration, "")?;

    // A process of its own, since everything about a build belongs to one place.
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["matrix", "--strip=symbols", "--package", &package.name, "--manifest-path"]).arg(manifest);
    command.arg("--config").arg(configuration).arg("--keep-named").arg(&modules);
    command.args(["--profile", &report.provenance.profile]);
    if let crate::package::Product::Binary(name) = &package.product {
        command.args(["--bin", name]);
    }
    for (axis, value) in compilation.axes() {
        match axis {
            Axis::Features => {
                let features = report.feature_sets.get(value).map(|set| set.0.join(",")).unwrap_or_default();
                command.arg(format!("--features={value}={features}"))
            }
            _ => command.arg(format!("--{axis}={value}")),
        };
    }
    let output = command.output().context("size-report cannot be started again")?;
    ensure!(
        output.status.success(),
        ToolFailed(format!("{commit} does not build:\n{}", String::from_utf8_lossy(&output.stderr)))
    );
    let path = modules.join(format!("{compilation}.wasm"));
    std::fs::read(&path).with_context(|| format!("{} was not made", path.display()))
}
