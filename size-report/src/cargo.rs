//! The only file that starts a build.
//!
//! All settings of a cell go through `--config`, never through `RUSTFLAGS` and
//! never through an edit of somebody's files. A package is always linked
//! unstripped: what `strip` drops is dropped afterwards, from the linked module.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use cargo_metadata::Message;

use crate::axis::Axis;
use crate::cargo_config::{self, CargoConfig, FlagSource};
use crate::cell::{Cell, DEFAULT_TARGET};
use crate::exit::ToolFailed;
use crate::fingerprint::Observed;
use crate::matrix::FeatureSet;
use crate::package::{Local, LockOptions, Package, Product};
use crate::toolchain::{self, Toolchain};

/// What every build of a run has in common.
#[derive(Debug)]
pub struct Builder<'a> {
    /// What is built.
    pub package: &'a Package,
    /// What it is built with.
    pub toolchain: &'a Toolchain,
    /// The cargo profile that cells start from.
    pub profile: &'a str,
    /// Passed through.
    pub lock: LockOptions,
    /// Shares the machine's cores between all builds that run at a time.
    pub jobs: &'a jobserver::Client,
}

/// A module as it was linked, unstripped.
#[derive(Debug)]
pub struct Linked {
    /// Its bytes.
    pub wasm: Vec<u8>,
    /// What else went into it.
    pub observed: Observed,
}

impl Builder<'_> {
    /// Builds and links one module, with `folder` as cargo's target folder.
    ///
    /// # Errors
    ///
    /// [`ToolFailed`] with what cargo printed, if it failed.
    pub fn link(&self, compilation: &Cell, features: &FeatureSet, folder: &Path) -> Result<Linked> {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        // Another run may use the same folder. The lock is held until the module
        // has been read, since the next build overwrites it.
        let lock = File::create(folder.join(".size-report-lock"))?;
        lock.lock().with_context(|| format!("{} cannot be locked", folder.display()))?;
        let token = self.jobs.acquire().context("the jobserver is gone")?;
        let output = self.command(compilation, features, folder)?.output();
        drop(token);
        let output = output.map_err(|error| {
            ToolFailed(format!("cargo cannot be started: {error}\nnext step: install Rust with rustup"))
        })?;
        if !output.status.success() {
            return Err(ToolFailed(String::from_utf8_lossy(&output.stderr).into_owned()).into());
        }
        self.collect(&output.stdout)
    }

    /// The flags for rustc that a build of `target` gets from us: they replace
    /// this machine's paths by fixed ones, wherever rustc writes a path down.
    pub fn remap_flags(&self, folder: &Path) -> Vec<String> {
        // rustc tries the last of these first, so the most specific comes last.
        let mut remap = Vec::new();
        if let Some(home) = cargo_config::cargo_home() {
            remap.push((home, "/cargo".to_owned()));
        }
        if let Some(commit) = self.toolchain.field("commit-hash") {
            let library = self.toolchain.sysroot.join("lib/rustlib/src/rust");
            remap.push((library, format!("/rustc/{commit}")));
        }
        remap.push((self.package.workspace.clone(), "/workspace".to_owned()));
        remap.push((folder.to_owned(), "/target".to_owned()));
        remap.into_iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect()
    }

    fn command(&self, compilation: &Cell, features: &FeatureSet, folder: &Path) -> Result<Command> {
        let mut command = Command::new(toolchain::cargo());
        // `cargo rustc --crate-type` links the module alone: cargo leaves LTO out
        // of a library that is to become an rlib in the same step.
        command.arg("rustc").current_dir(&self.package.folder);
        command.arg("--manifest-path").arg(self.package.folder.join("Cargo.toml"));
        match &self.package.product {
            Product::Library(_) => command.args(["--lib", "--crate-type", "cdylib"]),
            Product::Binary(name) => command.args(["--bin", name]),
        };
        let target = compilation.get(Axis::Target).unwrap_or(DEFAULT_TARGET);
        command.args(["--target", target, "--profile", self.profile]);
        command.args(["--message-format", "json-render-diagnostics"]).args(self.lock.flags());
        command.arg("--target-dir").arg(folder);
        if !features.has_default() {
            command.arg("--no-default-features");
        }
        let named: Vec<_> = features.named().collect();
        if !named.is_empty() {
            command.arg("--features").arg(named.join(","));
        }
        for setting in self.settings(compilation, target, folder)? {
            command.arg("--config").arg(setting);
        }
        // Flags of the environment are among the settings now.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.env_remove("CARGO_BUILD_BUILD_DIR");
        command.stdin(Stdio::null());
        self.jobs.configure(&mut command);
        Ok(command)
    }

    fn settings(&self, compilation: &Cell, target: &str, folder: &Path) -> Result<Vec<String>> {
        let profile = self.profile;
        let mut settings = vec![format!("profile.{profile}.strip=\"none\"")];
        for (axis, value) in compilation.axes() {
            match axis {
                Axis::OptLevel | Axis::CodegenUnits | Axis::Lto | Axis::Panic => {
                    let number = value.parse::<u32>().is_ok();
                    let value = if number { value.to_owned() } else { format!("{value:?}") };
                    settings.push(format!("profile.{profile}.{axis}={value}"));
                }
                Axis::Target | Axis::Features | Axis::Strip | Axis::Slim | Axis::WasmOpt => {}
            }
        }
        let mut flags = self.remap_flags(folder);
        let config = CargoConfig::read(&self.package.folder)?;
        let key = match config.flag_source(target, &self.package.folder)? {
            FlagSource::Build => "build".to_owned(),
            FlagSource::Target => format!("target.{target}"),
            FlagSource::Environment(theirs) => {
                flags.extend(theirs);
                format!("target.{target}")
            }
        };
        settings.push(format!("{key}.rustflags={}", toml::Value::from(flags)));
        settings.push(format!("build.build-dir={}", toml::Value::from(folder.to_string_lossy().into_owned())));
        Ok(settings)
    }

    /// Reads from cargo's messages where the module is, and from the dependency
    /// files beside it what it was made of.
    fn collect(&self, messages: &[u8]) -> Result<Linked> {
        let mut module = None;
        let mut folders = BTreeSet::new();
        let mut variables = BTreeSet::new();
        for message in Message::parse_stream(messages) {
            match message? {
                Message::CompilerArtifact(artifact) if artifact.target.name == self.package.product.name() => {
                    let wasm = artifact.filenames.iter().find(|path| path.extension() == Some("wasm"));
                    module = wasm.cloned().or(module);
                }
                Message::BuildScriptExecuted(script) => {
                    let output = Path::new(script.out_dir.as_str()).with_file_name("output");
                    let said = BuildScript::read(&output);
                    variables.extend(said.variables);
                    if !said.says_what_it_reads {
                        let whose = |local: &&Local| local.id == script.package_id.repr;
                        folders.extend(self.package.local.iter().filter(whose).map(|local| local.folder.clone()));
                    }
                }
                _ => {}
            }
        }
        let module = PathBuf::from(module.context("cargo linked no module: is the target a wasm one?")?);
        let wasm = fs::read(&module).with_context(|| format!("{} cannot be read", module.display()))?;
        let files = dependency_files(&module.with_extension("d"));
        let deps = module.with_file_name("deps");
        for entry in fs::read_dir(&deps).into_iter().flatten().flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "d") {
                variables.extend(variables_of_dependency_file(&entry.path()));
            }
        }
        let observed = Observed::record(self.package, files, folders, variables)?;
        Ok(Linked { wasm, observed })
    }
}

/// The prerequisites in a dependency file that cargo wrote, in the format of
/// make: `target: file file`, with a backslash before a space.
fn dependency_files(path: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let Some((_, files)) = text.lines().next().and_then(|line| line.split_once(": ")) else {
        return Vec::new();
    };
    files.replace("\\ ", "\0").split_whitespace().map(|file| PathBuf::from(file.replace('\0', " "))).collect()
}

/// The variables that `env!` read, as rustc notes them: `# env-dep:NAME=VALUE`.
/// cargo's own are left out, since they follow from the manifest.
fn variables_of_dependency_file(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.strip_prefix("# env-dep:"))
        .filter_map(|variable| variable.split('=').next())
        .filter(|name| !name.starts_with("CARGO") && *name != "OUT_DIR")
        .map(str::to_owned)
        .collect()
}

/// What a build script said about its inputs, from the file in which cargo keeps
/// what it printed.
#[derive(Debug, Default, PartialEq)]
struct BuildScript {
    /// The variables that it asked to be run again for.
    variables: Vec<String>,
    /// Without a word from it, cargo runs it again for any file of the package.
    says_what_it_reads: bool,
}

impl BuildScript {
    fn read(output: &Path) -> Self {
        let text = fs::read_to_string(output).unwrap_or_default();
        let mut said = Self::default();
        for line in text.lines() {
            let Some(line) = line.strip_prefix("cargo::").or_else(|| line.strip_prefix("cargo:")) else { continue };
            said.says_what_it_reads |= line.starts_with("rerun-if-");
            if let Some(name) = line.strip_prefix("rerun-if-env-changed=") {
                said.variables.push(name.trim().to_owned());
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependency_files_are_read_with_their_spaces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("g.d");
        fs::write(&path, "/t/g.wasm: /a/build.rs /a\\ b/src/lib.rs\n\n# env-dep:CARGO_PKG_NAME=g\n# env-dep:COLOUR=red\n# env-dep:SHADE\n").unwrap();
        assert_eq!(dependency_files(&path), [Path::new("/a/build.rs"), Path::new("/a b/src/lib.rs")]);
        assert_eq!(variables_of_dependency_file(&path), ["COLOUR", "SHADE"]);
        assert!(dependency_files(&folder.path().join("none.d")).is_empty());
    }

    #[test]
    fn both_spellings_of_a_build_script_are_understood() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("output");
        fs::write(&path, "cargo:rerun-if-env-changed=OLD\ncargo::rerun-if-env-changed=NEW\ncargo::rustc-cfg=x\n")
            .unwrap();
        let said = BuildScript::read(&path);
        assert_eq!(said.variables, ["OLD", "NEW"]);
        assert!(said.says_what_it_reads);
        fs::write(&path, "cargo::rustc-cfg=x\n").unwrap();
        assert_eq!(BuildScript::read(&path), BuildScript::default());
    }
}
