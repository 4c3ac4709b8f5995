//! The axes of a matrix, and which values each of them has.

use std::fmt;

use anyhow::{Result, bail};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// One setting that a matrix varies.
///
/// The order of the variants is the order of everything else: of columns, of
/// the parts of a slug, and of rows, where the first axis varies slowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// The target triple, as rustc names it.
    Target,
    /// cargo's `profile.opt-level`: `0` `1` `2` `3` `s` `z`.
    OptLevel,
    /// cargo's `profile.lto`: `off`, `thin` or `fat`.
    Lto,
    /// cargo's `profile.codegen-units`.
    CodegenUnits,
    /// cargo's `profile.panic`: `abort` or `unwind`.
    Panic,
    /// A set of cargo features, by its label.
    Features,
    /// What is dropped after linking: `none`, `debuginfo` or `symbols`.
    Strip,
    /// Whether what nothing reaches is left out: `on` or `off`.
    Slim,
    /// `off`, or the arguments that wasm-opt gets.
    WasmOpt,
}

impl Axis {
    /// Every axis, in order.
    pub const ALL: [Self; 9] = [
        Self::Target,
        Self::OptLevel,
        Self::Lto,
        Self::CodegenUnits,
        Self::Panic,
        Self::Features,
        Self::Strip,
        Self::Slim,
        Self::WasmOpt,
    ];

    /// The name in configuration, flags and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::OptLevel => "opt-level",
            Self::Lto => "lto",
            Self::CodegenUnits => "codegen-units",
            Self::Panic => "panic",
            Self::Features => "features",
            Self::Strip => "strip",
            Self::Slim => "slim",
            Self::WasmOpt => "wasm-opt",
        }
    }

    /// Whether a new value needs a new compilation. The other axes are applied
    /// to the linked module.
    pub fn is_compiled(self) -> bool {
        !matches!(self, Self::Strip | Self::Slim | Self::WasmOpt)
    }

    /// Checks that `value` can stand on this axis.
    ///
    /// # Errors
    ///
    /// Names the axis, the value and what would be right.
    pub fn check(self, value: &str) -> Result<()> {
        let expected = match self {
            Self::OptLevel if !["0", "1", "2", "3", "s", "z"].contains(&value) => "0, 1, 2, 3, s or z",
            Self::Lto if !["off", "thin", "fat"].contains(&value) => "off, thin or fat",
            Self::Panic if !["abort", "unwind"].contains(&value) => "abort or unwind",
            Self::Strip if !["none", "debuginfo", "symbols"].contains(&value) => "none, debuginfo or symbols",
            Self::Slim if !["off", "on"].contains(&value) => "off or on",
            Self::CodegenUnits if !value.parse::<u32>().is_ok_and(|units| units > 0) => "a number from 1 on",
            Self::WasmOpt if value != "off" && !value.starts_with('-') => "off, or wasm-opt's arguments such as -Oz",
            Self::Target | Self::Features if value.trim().is_empty() => "a name",
            _ => return Ok(()),
        };
        bail!("`{value}` is no value of {self}: expected {expected}")
    }
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_axis_is_listed_once_and_in_order() {
        assert!(Axis::ALL.is_sorted_by(|a, b| a < b));
        assert_eq!(Axis::ALL.len(), Axis::value_variants().len());
        for axis in Axis::ALL {
            assert_eq!(serde_json::to_value(axis).unwrap(), axis.name());
        }
    }

    #[test]
    fn a_wrong_value_is_answered_with_the_right_ones() {
        let error = Axis::OptLevel.check("4").unwrap_err().to_string();
        assert_eq!(error, "`4` is no value of opt-level: expected 0, 1, 2, 3, s or z");
        assert!(Axis::CodegenUnits.check("0").is_err());
        assert!(Axis::WasmOpt.check("Oz").is_err());
        assert!(Axis::WasmOpt.check("-O3 --converge").is_ok());
    }
}
