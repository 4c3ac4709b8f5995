//! `size-report.toml`: the matrix of a project, written down.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use serde::Deserialize;

use crate::baseline::Field;
use crate::budget::Budget;
use crate::cell::Cell;
use crate::matrix::{FeatureSet, Matrix};
use crate::rule::{Rule, Values};

/// The name that is looked for beside the package and its workspace.
pub const FILE_NAME: &str = "size-report.toml";

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What `size-report matrix` builds.
    #[serde(default)]
    pub matrix: MatrixConfig,
    /// What `size-report check` and `bless` do with it.
    #[serde(default)]
    pub check: CheckConfig,
    /// The limits of `size-report check`.
    #[serde(default)]
    pub budget: Vec<Budget>,
}

/// The `[check]` table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CheckConfig {
    /// The baseline, relative to the folder of the workspace.
    pub baseline: Option<PathBuf>,
    /// If there are any, a cell is guarded only if it matches one of these.
    pub include: Vec<Rule>,
    /// A cell that matches one of these is not guarded.
    pub exclude: Vec<Rule>,
    /// Whether `bless` keeps modules beside the baseline.
    pub keep_modules: bool,
    /// Fields of the toolchain that may differ from the baseline's.
    pub ignore_toolchain: Vec<Field>,
}

impl CheckConfig {
    /// Which cells of the matrix are guarded.
    pub fn cells(&self) -> CellFilter {
        CellFilter { include: self.include.clone(), exclude: self.exclude.clone() }
    }
}

/// Which cells of a matrix count; without rules, all of them.
#[derive(Debug, Clone, Default)]
pub struct CellFilter {
    /// If there are any, a cell has to match one of these.
    pub include: Vec<Rule>,
    /// A cell that matches one of these is left out.
    pub exclude: Vec<Rule>,
}

impl CellFilter {
    /// Whether `cell` counts.
    pub fn matches(&self, cell: &Cell) -> bool {
        (self.include.is_empty() || self.include.iter().any(|rule| rule.matches(cell)))
            && !self.exclude.iter().any(|rule| rule.matches(cell))
    }

    /// The cells of `matrix` that count.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn select(&self, matrix: &Matrix) -> Result<Vec<Cell>> {
        let mut cells = matrix.cells();
        cells.retain(|cell| self.matches(cell));
        ensure!(!cells.is_empty(), "[check] include and exclude leave no cell of the matrix: drop a rule");
        Ok(cells)
    }
}

/// The `[matrix]` table. Each key is also a flag, which takes precedence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct MatrixConfig {
    /// The package to build, if the workspace has several.
    pub package: Option<String>,
    /// The binary target to build, in place of the library.
    pub bin: Option<String>,
    /// The cargo profile that cells start from.
    pub profile: Option<String>,
    /// Values of the axis of that name.
    pub target: Option<Values>,
    /// Values of the axis of that name.
    pub opt_level: Option<Values>,
    /// Values of the axis of that name.
    pub lto: Option<Values>,
    /// Values of the axis of that name.
    pub codegen_units: Option<Values>,
    /// Values of the axis of that name.
    pub panic: Option<Values>,
    /// Values of the axis of that name.
    pub strip: Option<Values>,
    /// Values of the axis of that name.
    pub slim: Option<Values>,
    /// Values of the axis of that name.
    pub wasm_opt: Option<Values>,
    /// Feature sets by label.
    pub features: IndexMap<String, FeatureSet>,
    /// If there are any, a cell has to match one of these.
    pub include: Vec<Rule>,
    /// A cell that matches one of these is left out.
    pub exclude: Vec<Rule>,
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or a key or value in it is unknown; the error
    /// has the line.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is no valid configuration", path.display()))
    }

    /// The first of `folders` that has a configuration, or else an empty one.
    ///
    /// # Errors
    ///
    /// If there is a file, and it is not a valid one.
    pub fn find(folders: &[PathBuf]) -> Result<Self> {
        let found = folders.iter().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file());
        found.map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_an_error_that_shows_the_line() {
        let error = toml::from_str::<Config>("[matrix]\nopt-levels = [0]\n").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("unknown field `opt-levels`"), "{error}");
    }

    #[test]
    fn feature_sets_keep_their_order() {
        let text = "[matrix.features]\nzebra = [\"a\"]\nant = []\nmiddle = [\"default\"]\n";
        let config: Config = toml::from_str(text).unwrap();
        assert_eq!(config.matrix.features.keys().collect::<Vec<_>>(), ["zebra", "ant", "middle"]);
    }
}
