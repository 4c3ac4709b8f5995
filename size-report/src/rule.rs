//! Rules that keep or drop cells of a matrix.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::cell::Cell;

/// A pattern over cells: for each axis it names, the values that match.
///
/// In `size-report.toml` it is a table, `{ wasm-opt = "-Oz", lto = ["off", "thin"] }`;
/// as a flag it is `wasm-opt=-Oz,lto=off|thin`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rule(BTreeMap<Axis, Values>);

/// One or more values of an axis; numbers are taken as their digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "OneOrMany", into = "Vec<String>")]
pub struct Values(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a value or a list of values")]
enum OneOrMany {
    One(Scalar),
    Many(Vec<Scalar>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a string or a number")]
enum Scalar {
    Number(u32),
    Text(String),
}

impl From<Scalar> for String {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Number(number) => number.to_string(),
            Scalar::Text(text) => text,
        }
    }
}

impl From<OneOrMany> for Values {
    fn from(values: OneOrMany) -> Self {
        Self(match values {
            OneOrMany::One(value) => vec![value.into()],
            OneOrMany::Many(values) => values.into_iter().map(String::from).collect(),
        })
    }
}

impl From<Values> for Vec<String> {
    fn from(values: Values) -> Self {
        values.0
    }
}

impl Rule {
    /// Whether `cell` has one of the rule's values on every axis it names.
    pub fn matches(&self, cell: &Cell) -> bool {
        self.0
            .iter()
            .all(|(axis, values)| cell.get(*axis).is_some_and(|value| values.0.iter().any(|wanted| wanted == value)))
    }

    /// The rule without the values that the matrix does not have, or nothing if
    /// no cell of the matrix can match. A rule of a file is read like this when
    /// the command line gives the matrix other axes.
    pub fn restricted_to(mut self, axes: &BTreeMap<Axis, Vec<String>>) -> Option<Self> {
        for (axis, values) in &mut self.0 {
            values.0.retain(|value| axes.get(axis).is_some_and(|known| known.contains(value)));
        }
        self.0.values().all(|values| !values.0.is_empty()).then_some(self)
    }

    /// Checks that the rule only names values that the matrix has, so that a
    /// typing error cannot silently keep or drop nothing.
    ///
    /// # Errors
    ///
    /// Names the first value that no cell can have.
    pub fn check(&self, axes: &BTreeMap<Axis, Vec<String>>) -> Result<()> {
        ensure!(!self.0.is_empty(), "an empty rule matches every cell: name an axis, as in `lto=off`");
        for (axis, values) in &self.0 {
            let known = axes.get(axis).map_or(&[][..], Vec::as_slice);
            for value in &values.0 {
                ensure!(
                    known.contains(value),
                    "a rule names {axis} = `{value}`, which the matrix does not have (it has: {})",
                    if known.is_empty() { "no such axis".to_owned() } else { known.join(", ") }
                );
            }
        }
        Ok(())
    }

    /// Reads a rule from a flag: `axis=value|value,axis=value`.
    ///
    /// # Errors
    ///
    /// Names the part that is no `axis=value`.
    pub fn parse(text: &str) -> Result<Self> {
        let mut axes = BTreeMap::new();
        for part in text.split(',') {
            let (name, values) = part.split_once('=').with_context(|| format!("`{part}` is no `axis=value|value`"))?;
            let Ok(axis) = Axis::from_str(name.trim(), false) else {
                let names = Axis::ALL.map(Axis::name).join(", ");
                bail!("`{name}` is no axis: there are {names}");
            };
            axes.insert(axis, Values(values.split('|').map(|v| v.trim().to_owned()).collect()));
        }
        Ok(Self(axes))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (axis, values)) in self.0.iter().enumerate() {
            write!(f, "{}{axis}={}", if index > 0 { "," } else { "" }, values.0.join("|"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_matches_when_every_axis_it_names_does() {
        let rule = Rule::parse("lto=off|thin,wasm-opt=-Oz").unwrap();
        let cell: Cell = [(Axis::Lto, "thin".to_owned()), (Axis::WasmOpt, "-Oz".to_owned())].into_iter().collect();
        assert!(rule.matches(&cell));
        assert!(!rule.matches(&cell.with(Axis::Lto, "fat")));
        assert!(!Rule::parse("panic=abort").unwrap().matches(&cell));
    }

    #[test]
    fn flags_and_tables_say_the_same() {
        let table: Rule = toml::from_str("opt-level = [0, \"z\"]\nlto = \"off\"").unwrap();
        assert_eq!(table, Rule::parse("opt-level=0|z,lto=off").unwrap());
        assert_eq!(table.to_string(), "opt-level=0|z,lto=off");
    }

    #[test]
    fn a_value_that_the_matrix_lacks_is_an_error() {
        let axes = BTreeMap::from([(Axis::Lto, vec!["off".to_owned(), "fat".to_owned()])]);
        let error = Rule::parse("lto=fatt").unwrap().check(&axes).unwrap_err().to_string();
        assert_eq!(error, "a rule names lto = `fatt`, which the matrix does not have (it has: off, fat)");
        assert_eq!(Rule::parse("lto=fatt").unwrap().restricted_to(&axes), None);
        assert_eq!(Rule::parse("lto=fatt|fat").unwrap().restricted_to(&axes), Rule::parse("lto=fat").ok());
        assert!(Rule::parse("lto").is_err());
        assert!(Rule::parse("size=3").is_err());
    }
}
