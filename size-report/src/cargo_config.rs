//! The cargo configuration that applies to a build: which files, and where
//! their flags for rustc come from.
//!
//! cargo takes rustc's flags from the first of these that has any, and from that
//! one alone: `CARGO_ENCODED_RUSTFLAGS`, `RUSTFLAGS`, `target.<triple>.rustflags`
//! together with every matching `target.<cfg>.rustflags`, `build.rustflags`
//! (The Cargo Book, "Configuration", `build.rustflags`). Whoever adds a flag has
//! to add it to the source that wins, or the project's own flags are lost.

use std::collections::HashSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use cargo_platform::{Cfg, CfgExpr};

use crate::digest::Digest;
use crate::toolchain;

/// Where additional flags go so that none of the project's is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlagSource {
    /// The environment has flags, which cargo would take alone. They are moved
    /// to `target.<triple>.rustflags`, beside those that a file has there.
    Environment(Vec<String>),
    /// `target.<triple>.rustflags`, or nothing at all.
    Target,
    /// `build.rustflags`.
    Build,
}

/// The configuration files that cargo reads in one folder.
#[derive(Debug)]
pub struct CargoConfig {
    files: Vec<(PathBuf, String)>,
}

impl CargoConfig {
    /// Reads what cargo would read when it is started in `folder`: the
    /// `.cargo/config.toml` of each folder upwards, then that of `$CARGO_HOME`.
    ///
    /// # Errors
    ///
    /// If a file is there and cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut folders: Vec<PathBuf> = folder.ancestors().map(|folder| folder.join(".cargo")).collect();
        folders.extend(cargo_home());
        let mut seen = HashSet::new();
        let mut files = Vec::new();
        for folder in folders {
            // cargo prefers the name without an extension if there are both.
            let Some(path) = ["config", "config.toml"].map(|name| folder.join(name)).into_iter().find(|p| p.is_file())
            else {
                continue;
            };
            if seen.insert(path.clone()) {
                let text =
                    std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
                files.push((path, text));
            }
        }
        Ok(Self { files })
    }

    /// A digest of what the files say.
    pub fn digest(&self) -> Digest {
        Digest::of_parts(self.files.iter().map(|(_, text)| text))
    }

    /// Where flags for `target` have to be added.
    ///
    /// # Errors
    ///
    /// If a file is no TOML, or rustc does not know the target.
    pub fn flag_source(&self, target: &str, folder: &Path) -> Result<FlagSource> {
        match flags_of_environment() {
            Some(flags) => Ok(FlagSource::Environment(flags)),
            None => self.flag_source_of_files(target, folder),
        }
    }

    fn flag_source_of_files(&self, target: &str, folder: &Path) -> Result<FlagSource> {
        let mut build = false;
        let mut conditions = Vec::new();
        for (path, text) in &self.files {
            let table: toml::Table = text.parse().with_context(|| format!("{} is no TOML", path.display()))?;
            build |= table.get("build").is_some_and(|build| build.get("rustflags").is_some());
            let targets = table.get("target").and_then(toml::Value::as_table);
            for (key, value) in targets.into_iter().flatten() {
                if value.get("rustflags").is_some() {
                    conditions.push(key.clone());
                }
            }
        }
        let variable = format!("CARGO_TARGET_{}_RUSTFLAGS", target.to_uppercase().replace(['-', '.'], "_"));
        if !build || conditions.iter().any(|key| key == target) || env::var_os(variable).is_some() {
            return Ok(FlagSource::Target);
        }
        let expressions: Vec<CfgExpr> =
            conditions.iter().filter_map(|key| key.strip_prefix("cfg(")?.strip_suffix(')')?.parse().ok()).collect();
        if expressions.is_empty() {
            return Ok(FlagSource::Build);
        }
        let cfgs = cfgs_of(target, folder)?;
        let matches = expressions.iter().any(|expression| expression.matches(&cfgs));
        Ok(if matches { FlagSource::Target } else { FlagSource::Build })
    }
}

/// `$CARGO_HOME`, where downloaded sources are too.
pub fn cargo_home() -> Option<PathBuf> {
    match env::var_os("CARGO_HOME") {
        Some(home) => Some(home.into()),
        None => env::home_dir().map(|home| home.join(".cargo")),
    }
}

/// The variables through which the environment changes what cargo builds. Those
/// that only say where or how fast are left out.
pub fn environment() -> Vec<(String, String)> {
    const PREFIXES: [&str; 3] = ["CARGO_BUILD_", "CARGO_TARGET_", "CARGO_PROFILE_"];
    const NAMES: [&str; 7] = [
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTFLAGS",
        "RUSTC",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTC_BOOTSTRAP",
        "RUST_TARGET_PATH",
    ];
    const PLACES: [&str; 4] =
        ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR", "CARGO_BUILD_BUILD_DIR", "CARGO_BUILD_JOBS"];
    let mut variables: Vec<_> = env::vars()
        .filter(|(name, _)| PREFIXES.iter().any(|p| name.starts_with(p)) || NAMES.contains(&name.as_str()))
        .filter(|(name, _)| !PLACES.contains(&name.as_str()))
        .collect();
    variables.sort();
    variables
}

fn flags_of_environment() -> Option<Vec<String>> {
    let split = |flags: String, at: char| flags.split(at).filter(|flag| !flag.is_empty()).map(str::to_owned).collect();
    match env::var("CARGO_ENCODED_RUSTFLAGS") {
        Ok(flags) => Some(split(flags, '\x1f')),
        Err(_) => env::var("RUSTFLAGS").ok().map(|flags| split(flags, ' ')),
    }
}

fn cfgs_of(target: &str, folder: &Path) -> Result<Vec<Cfg>> {
    let output = Command::new(toolchain::rustc())
        .args(["--print=cfg", "--target", target])
        .current_dir(folder)
        .output()
        .context("rustc --print=cfg cannot be started")?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(|line| line.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> FlagSource {
        let files = vec![(PathBuf::from("config.toml"), text.to_owned())];
        CargoConfig { files }.flag_source_of_files("wasm32-unknown-unknown", Path::new(".")).unwrap()
    }

    #[test]
    fn flags_go_where_the_winning_flags_are() {
        let build = "[build]\nrustflags = [\"-Cx\"]\n";
        assert_eq!(source(""), FlagSource::Target);
        assert_eq!(source(build), FlagSource::Build);
        assert_eq!(source(&format!("{build}[target.wasm32-unknown-unknown]\nrustflags = \"-Cy\"")), FlagSource::Target);
        assert_eq!(source(&format!("{build}[target.wasm32-wasip1]\nrustflags = \"-Cy\"")), FlagSource::Build);
        assert_eq!(
            source(&format!("{build}[target.'cfg(target_family = \"wasm\")']\nrustflags = []")),
            FlagSource::Target
        );
        assert_eq!(source(&format!("{build}[target.'cfg(unix)']\nrustflags = []")), FlagSource::Build);
    }
}
