//! Axes and rules, and the cells that they make, in a stable order.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::str::FromStr;

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::cell::{Cell, DEFAULT_TARGET};
use crate::rule::Rule;

/// The cargo features of one value of [`Axis::Features`].
///
/// The word `default` stands for the package's default features; without it
/// they are off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FeatureSet(pub Vec<String>);

impl FeatureSet {
    /// Whether the package's default features are on.
    pub fn has_default(&self) -> bool {
        self.0.iter().any(|feature| feature == "default")
    }

    /// The features beside the default ones.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str).filter(|feature| *feature != "default")
    }

    /// The label of a set that was given none.
    pub fn label(features: &[String]) -> String {
        if features.is_empty() { "none".to_owned() } else { features.join("+") }
    }
}

/// What a run builds: every combination of the axes' values that the rules let
/// through.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The values of each axis, in the order they were given.
    pub axes: BTreeMap<Axis, Vec<String>>,
    /// The features behind each label of [`Axis::Features`].
    pub feature_sets: IndexMap<String, FeatureSet>,
    /// If there are any, a cell has to match one of these.
    pub include: Vec<Rule>,
    /// A cell that matches one of these is left out.
    pub exclude: Vec<Rule>,
}

impl Matrix {
    /// Adds what was not given and checks what was.
    ///
    /// Without values, `opt-level`, `lto` and `strip` have all they can have;
    /// there is one target, the default features, and no wasm-opt.
    ///
    /// # Errors
    ///
    /// Names the axis and the value that cannot be used, and what would be right.
    pub fn complete(mut self) -> Result<Self> {
        if self.feature_sets.is_empty() {
            self.feature_sets.insert("default".to_owned(), FeatureSet(vec!["default".to_owned()]));
        }
        self.axes.insert(Axis::Features, self.feature_sets.keys().cloned().collect());
        for (axis, values) in [
            (Axis::Target, &[DEFAULT_TARGET][..]),
            (Axis::OptLevel, &["0", "1", "2", "3", "s", "z"]),
            (Axis::Lto, &["off", "thin", "fat"]),
            (Axis::Strip, &["none", "debuginfo", "symbols"]),
            (Axis::WasmOpt, &["off"]),
        ] {
            let values = values.iter().map(|&value| value.to_owned()).collect();
            self.axes.entry(axis).or_insert(values);
        }
        for (axis, values) in &self.axes {
            ensure!(!values.is_empty(), "{axis} has no value: leave the axis out, or give it one");
            let mut seen = HashSet::new();
            for value in values {
                axis.check(value)?;
                ensure!(seen.insert(value), "{axis} has the value `{value}` twice");
            }
        }
        for rule in self.include.iter().chain(&self.exclude) {
            rule.check(&self.axes)?;
        }
        let cells = self.cells();
        ensure!(!cells.is_empty(), "the rules leave no cell: drop an include or exclude rule");
        let mut slugs = HashSet::new();
        for cell in &cells {
            ensure!(slugs.insert(cell.slug()), "two cells would be called {cell}: rename a feature set");
        }
        Ok(self)
    }

    /// The cells. The first axis varies slowest, and each axis keeps the order
    /// of its values.
    pub fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![Cell::default()];
        for (axis, values) in &self.axes {
            cells = cells.iter().flat_map(|cell| values.iter().map(|value| cell.with(*axis, value))).collect();
        }
        cells.retain(|cell| {
            (self.include.is_empty() || self.include.iter().any(|rule| rule.matches(cell)))
                && !self.exclude.iter().any(|rule| rule.matches(cell))
        });
        cells
    }
}

/// A part of a matrix: `2/3` is the second of three.
///
/// Parts are disjoint, and together they are the whole. Cells that come from
/// one compilation stay together, so no part builds what another one builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    number: usize,
    count: usize,
}

impl Shard {
    /// The cells of this part, in the order of the whole.
    pub fn select(self, cells: Vec<Cell>) -> Vec<Cell> {
        let mut seen: IndexMap<Cell, ()> = IndexMap::new();
        cells
            .into_iter()
            .filter(|cell| {
                let compilation = seen.insert_full(cell.compilation(), ()).0;
                compilation % self.count == self.number - 1
            })
            .collect()
    }

    /// How many parts there are.
    pub fn count(self) -> usize {
        self.count
    }

    /// Which part this is, from 1 on.
    pub fn number(self) -> usize {
        self.number
    }
}

impl FromStr for Shard {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let parse = || {
            let (number, count) = text.split_once('/')?;
            Some((number.parse().ok()?, count.parse().ok()?))
        };
        let (number, count) = parse().with_context(|| format!("`{text}` is no shard: write K/N, as in 1/3"))?;
        ensure!(1 <= number && number <= count, "shard {number}/{count}: K goes from 1 to N");
        Ok(Self { number, count })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

impl Serialize for Shard {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Shard {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(include: &[&str], exclude: &[&str]) -> Result<Matrix> {
        let rules = |texts: &[&str]| texts.iter().map(|text| Rule::parse(text).unwrap()).collect();
        Matrix {
            axes: BTreeMap::from([(Axis::WasmOpt, vec!["off".to_owned(), "-Oz".to_owned()])]),
            feature_sets: IndexMap::new(),
            include: rules(include),
            exclude: rules(exclude),
        }
        .complete()
    }

    #[test]
    fn without_axes_there_are_fifty_four_cells_from_eighteen_compilations() {
        let cells = matrix(&[], &["wasm-opt=-Oz"]).unwrap().cells();
        let compilations: HashSet<_> = cells.iter().map(Cell::compilation).collect();
        assert_eq!((cells.len(), compilations.len()), (54, 18));
        assert_eq!(cells[0].slug(), "O0.lto-off.default.strip-none");
        assert_eq!(cells[53].slug(), "Oz.lto-fat.default.strip-symbols");
    }

    #[test]
    fn rules_keep_and_drop() {
        let kept = matrix(&["opt-level=z|s,lto=fat", "opt-level=0"], &["wasm-opt=-Oz,strip=none|debuginfo"]);
        let kept = kept.unwrap().cells();
        assert_eq!(kept.len(), (2 + 3) * (3 + 1));
        assert!(matrix(&["opt-level=z"], &["opt-level=z"]).is_err());
        assert!(matrix(&["opt-level=9"], &[]).is_err());
    }

    #[test]
    fn shards_are_disjoint_complete_and_keep_compilations_together() {
        let cells = matrix(&[], &[]).unwrap().cells();
        let mut seen = Vec::new();
        for number in 1..=5 {
            let part = Shard { number, count: 5 }.select(cells.clone());
            assert!(part.is_sorted_by_key(|cell| cells.iter().position(|other| other == cell)));
            for cell in &cells {
                let whole = cells.iter().filter(|other| other.compilation() == cell.compilation()).count();
                let here = part.iter().filter(|other| other.compilation() == cell.compilation()).count();
                assert!(here == 0 || here == whole);
            }
            seen.extend(part);
        }
        seen.sort();
        let mut all = cells;
        all.sort();
        assert_eq!(seen, all);
    }

    #[test]
    fn a_shard_that_cannot_be_is_an_error() {
        for text in ["0/3", "4/3", "1", "1/0", "a/b", "-1/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
        assert_eq!("2/3".parse::<Shard>().unwrap().to_string(), "2/3");
    }
}
