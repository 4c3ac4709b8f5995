//! One cell of a matrix: a value for each axis in use.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::axis::Axis;

/// The target that a slug does not mention.
pub const DEFAULT_TARGET: &str = "wasm32-unknown-unknown";

/// A value for each axis in use. An axis that is absent was not set by the
/// matrix: there the package's own profile decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(BTreeMap<Axis, String>);

impl Cell {
    /// The value on `axis`, if the matrix sets one.
    pub fn get(&self, axis: Axis) -> Option<&str> {
        self.0.get(&axis).map(String::as_str)
    }

    /// The same cell with another value on one axis.
    pub fn with(&self, axis: Axis, value: &str) -> Self {
        let mut cell = self.clone();
        cell.0.insert(axis, value.to_owned());
        cell
    }

    /// The part of the cell that needs a compilation of its own. Cells that
    /// agree in it come from one linked module.
    pub fn compilation(&self) -> Self {
        Self(self.0.iter().filter(|(axis, _)| axis.is_compiled()).map(|(a, v)| (*a, v.clone())).collect())
    }

    /// The axes that the cell has, in order.
    pub fn axes(&self) -> impl Iterator<Item = (Axis, &str)> {
        self.0.iter().map(|(axis, value)| (*axis, value.as_str()))
    }

    /// The name of the cell wherever a row needs one: in file names, messages
    /// and baselines. Two cells of one matrix never share it.
    pub fn slug(&self) -> String {
        let mut parts = Vec::new();
        for (axis, value) in self.axes() {
            parts.push(match axis {
                Axis::Target if value == DEFAULT_TARGET => continue,
                Axis::Slim | Axis::WasmOpt if value == "off" => continue,
                Axis::Slim => "slim".to_owned(),
                Axis::Target | Axis::Features => value.to_owned(),
                Axis::OptLevel => format!("O{value}"),
                Axis::Lto => format!("lto-{value}"),
                Axis::CodegenUnits => format!("cgu-{value}"),
                Axis::Panic => format!("panic-{value}"),
                Axis::Strip => format!("strip-{value}"),
                Axis::WasmOpt => format!("wasm-opt{value}"),
            });
        }
        let slug = parts.join(".");
        slug.chars().map(|c| if c.is_ascii_alphanumeric() || "._-+=".contains(c) { c } else { '_' }).collect()
    }
}

impl FromIterator<(Axis, String)> for Cell {
    fn from_iter<I: IntoIterator<Item = (Axis, String)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(values: &[(Axis, &str)]) -> Cell {
        values.iter().map(|(axis, value)| (*axis, (*value).to_owned())).collect()
    }

    #[test]
    fn a_slug_leaves_out_what_goes_without_saying() {
        let plain = cell(&[
            (Axis::Target, DEFAULT_TARGET),
            (Axis::OptLevel, "z"),
            (Axis::Lto, "fat"),
            (Axis::Features, "host"),
            (Axis::Strip, "symbols"),
            (Axis::Slim, "off"),
            (Axis::WasmOpt, "off"),
        ]);
        assert_eq!(plain.slug(), "Oz.lto-fat.host.strip-symbols");
        assert_eq!(plain.with(Axis::Slim, "on").slug(), "Oz.lto-fat.host.strip-symbols.slim");
        assert_eq!(
            plain.with(Axis::WasmOpt, "-O3 --converge").slug(),
            "Oz.lto-fat.host.strip-symbols.wasm-opt-O3_--converge"
        );
        assert_eq!(plain.with(Axis::Target, "wasm32-wasip1").slug(), "wasm32-wasip1.Oz.lto-fat.host.strip-symbols");
    }

    #[test]
    fn cells_that_differ_after_linking_share_a_compilation() {
        let a = cell(&[(Axis::OptLevel, "z"), (Axis::Strip, "none"), (Axis::WasmOpt, "off")]);
        assert_eq!(a.compilation(), a.with(Axis::Strip, "symbols").with(Axis::WasmOpt, "-Oz").compilation());
        assert_ne!(a.compilation(), a.with(Axis::OptLevel, "s").compilation());
    }
}
