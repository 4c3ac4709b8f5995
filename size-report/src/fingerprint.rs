//! When is a linked module still the right one? When everything that went into
//! it still has the same contents.
//!
//! Times do not count: `touch` changes nothing. What counts is known in two
//! steps. Before a build: the manifests, the packages from elsewhere by version,
//! the toolchain, cargo's configuration and the settings of the cell. After a
//! build: the files and variables that rustc and the build scripts said they had
//! read. A build script that does not say is taken to have read all of its
//! package, as cargo takes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};
use ignore::WalkBuilder;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::package::Package;

/// A digest of what decides, before a build, which files it will read.
///
/// # Errors
///
/// If a manifest cannot be read.
pub fn of_manifests(package: &Package) -> Result<Digest> {
    let mut parts = vec![read(&package.workspace.join("Cargo.toml"))?];
    for local in &package.local {
        parts.push(name_in(&local.folder, &package.workspace).into_bytes());
        parts.push(read(&local.folder.join("Cargo.toml"))?);
        // cargo finds targets by their files, without a word in the manifest.
        parts.extend(local.targets.iter().map(|target| target.clone().into_bytes()));
    }
    parts.extend(package.foreign.iter().map(|id| id.clone().into_bytes()));
    Ok(Digest::of_parts(parts))
}

/// A digest of the Rust sources of a package and of its path dependencies: what
/// a report is about.
///
/// # Errors
///
/// If a file cannot be read.
pub fn of_sources(package: &Package) -> Result<Digest> {
    let mut parts = vec![of_manifests(package)?.as_ref().to_vec()];
    for local in &package.local {
        for path in files_below(&local.folder, &package.target_directory)? {
            if path.extension().is_some_and(|extension| extension == "rs") {
                parts.push(name_in(&path, &package.workspace).into_bytes());
                parts.push(read(&path)?);
            }
        }
    }
    Ok(Digest::of_parts(parts))
}

/// What a build said it had read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// Files by name, and what they held.
    files: BTreeMap<String, Digest>,
    /// Folders of packages of which everything counts, and what they held.
    folders: BTreeMap<String, Digest>,
    /// Variables by name, and their value if they had one.
    variables: BTreeMap<String, Option<String>>,
}

impl Observed {
    /// Records what a build said it had read.
    ///
    /// # Errors
    ///
    /// If something of it cannot be read any more.
    pub fn record(
        package: &Package,
        files: impl IntoIterator<Item = PathBuf>,
        folders: impl IntoIterator<Item = PathBuf>,
        variables: impl IntoIterator<Item = String>,
    ) -> Result<Self> {
        let mut observed = Self::default();
        for path in files {
            // What cargo generates below its target folder is a result, not an
            // input.
            if !path.starts_with(&package.target_directory) && path.is_file() {
                observed.files.insert(name_in(&path, &package.workspace), Digest::of(&read(&path)?));
            }
        }
        for folder in folders {
            let digest = of_folder(&folder, &package.target_directory)?;
            observed.folders.insert(name_in(&folder, &package.workspace), digest);
        }
        for name in variables {
            let value = env::var(&name).ok();
            observed.variables.insert(name, value);
        }
        Ok(observed)
    }

    /// Whether everything is still as it was.
    pub fn still_holds(&self, workspace: &Path, target_directory: &Path) -> bool {
        let same_file = |(name, digest): (&String, &Digest)| {
            fs::read(workspace.join(name)).is_ok_and(|data| Digest::of(&data) == *digest)
        };
        let same_folder = |(name, digest): (&String, &Digest)| {
            of_folder(&workspace.join(name), target_directory).is_ok_and(|now| now == *digest)
        };
        self.variables.iter().all(|(name, value)| env::var(name).ok() == *value)
            && self.files.iter().all(same_file)
            && self.folders.iter().all(same_folder)
    }
}

fn of_folder(folder: &Path, target_directory: &Path) -> Result<Digest> {
    let mut parts = Vec::new();
    for path in files_below(folder, target_directory)? {
        parts.push(name_in(&path, folder).into_bytes());
        parts.push(read(&path)?);
    }
    Ok(Digest::of_parts(parts))
}

/// The files of the package in `folder`, sorted: what version control would
/// track, without the packages in folders below.
fn files_below(folder: &Path, target_directory: &Path) -> Result<Vec<PathBuf>> {
    let (root, target) = (folder.to_owned(), target_directory.to_owned());
    let walk = WalkBuilder::new(folder)
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .filter_entry(move |entry| {
            let path = entry.path();
            let name = entry.file_name();
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let skipped = path == target
                || name == ".git"
                || name == "node_modules"
                || (path != root && path.join("Cargo.toml").is_file());
            !(is_folder && skipped)
        })
        .build();
    let mut files = Vec::new();
    for entry in walk {
        let entry = entry.with_context(|| format!("{} cannot be listed", folder.display()))?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}

/// A file's name relative to the workspace, so that it means the same in every
/// checkout.
fn name_in(path: &Path, workspace: &Path) -> String {
    path.strip_prefix(workspace).unwrap_or(path).to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_its_tracked_files_without_the_packages_below() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        };
        for name in ["Cargo.toml", "src/lib.rs", ".hidden", "inner/Cargo.toml", "inner/lib.rs", "target/x", ".git/y"] {
            write(name);
        }
        write("skipped.txt");
        fs::write(folder.path().join(".gitignore"), "skipped.txt\n").unwrap();
        let files = files_below(folder.path(), &folder.path().join("target")).unwrap();
        let names: Vec<_> = files.iter().map(|path| name_in(path, folder.path())).collect();
        assert_eq!(names, [".gitignore", ".hidden", "Cargo.toml", "src/lib.rs"]);
    }

    #[test]
    fn what_was_observed_is_compared_by_content() {
        let folder = tempfile::tempdir().unwrap();
        let (workspace, target) = (folder.path(), folder.path().join("target"));
        let path = workspace.join("table.txt");
        fs::write(&path, "1").unwrap();
        let observed = Observed {
            files: BTreeMap::from([("table.txt".to_owned(), Digest::of(b"1"))]),
            folders: BTreeMap::from([(String::new(), of_folder(workspace, &target).unwrap())]),
            variables: BTreeMap::from([("SIZE_REPORT_TEST_UNSET".to_owned(), None)]),
        };
        assert!(observed.still_holds(workspace, &target));
        fs::write(&path, "1").unwrap();
        assert!(observed.still_holds(workspace, &target));
        fs::write(workspace.join("more.txt"), "").unwrap();
        assert!(!observed.still_holds(workspace, &target));
        fs::remove_file(workspace.join("more.txt")).unwrap();
        assert!(observed.still_holds(workspace, &target));
        fs::write(&path, "2").unwrap();
        assert!(!observed.still_holds(workspace, &target));
        fs::remove_file(&path).unwrap();
        assert!(!observed.still_holds(workspace, &target));
    }
}
