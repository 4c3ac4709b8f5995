//! What changed between two modules, row by row; the rows add up to the whole
//! change.

mod functions;
mod matching;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use crate::bytes::{Bytes, Delta};
use crate::module::analysis::{Analysis, Part};
use crate::module::row::Kind;
use crate::report::Report;

/// The format of this version.
pub const SCHEMA: &str = "size-report/diff/1";

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is not in the old module.
    Added,
    /// It is not in the new module.
    Removed,
    /// It has other contents.
    Changed,
    /// It has the same contents under another name.
    Renamed,
    /// It has the same contents and the same last name, in another place.
    Moved,
}

impl Change {
    /// The word in listings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What happened.
    pub change: Change,
    /// What it is about.
    pub kind: &'static str,
    /// Its name in the new module, or else in the old one.
    pub name: String,
    /// Its name in the old module, if that was another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_name: Option<String>,
    /// How many bytes it had; 0 if it was not there.
    pub old_bytes: u64,
    /// How many bytes it has; 0 if it is not there.
    pub new_bytes: u64,
}

impl Row {
    /// The difference in bytes.
    pub fn delta(&self) -> Delta {
        Bytes(self.new_bytes).delta_from(Bytes(self.old_bytes))
    }
}

/// All differences of two files.
#[derive(Debug, Default)]
pub struct Difference {
    /// The length of the old file.
    pub old_bytes: u64,
    /// The length of the new file.
    pub new_bytes: u64,
    /// The rows, the largest difference first.
    pub rows: Vec<Row>,
    /// How many functions were matched, of how many in the larger module.
    pub matched: (usize, usize),
}

/// Compares two modules or components.
///
/// # Errors
///
/// If one of them is malformed, or one is a module and the other a component of
/// several.
pub fn of_modules(old: &[u8], new: &[u8]) -> Result<Difference> {
    let (old, new) = (Analysis::of(old).context("the old file")?, Analysis::of(new).context("the new file")?);
    ensure!(
        old.parts.len() == new.parts.len(),
        "one file has {} modules and the other has {}: compare them one by one",
        old.parts.len(),
        new.parts.len()
    );
    let mut difference = Difference { old_bytes: old.bytes, new_bytes: new.bytes, ..Difference::default() };
    let mut others = BTreeMap::new();
    let outside = |analysis: &Analysis<'_>| -> Vec<(Kind, String, u64)> {
        analysis.rows.iter().map(|row| (row.kind, row.label.to_string(), row.bytes)).collect()
    };
    count(&mut others, outside(&old), outside(&new));
    for (old, new) in old.parts.iter().zip(&new.parts) {
        functions::compare(&mut difference, old, new)?;
        count(&mut others, things(old), things(new));
    }
    for ((kind, name), [old_bytes, new_bytes]) in others {
        if old_bytes != new_bytes {
            let change = match (old_bytes, new_bytes) {
                (0, _) => Change::Added,
                (_, 0) => Change::Removed,
                _ => Change::Changed,
            };
            let kind = kind.word();
            difference.rows.push(Row { change, kind, name, old_name: None, old_bytes, new_bytes });
        }
    }
    difference
        .rows
        .sort_by(|a, b| b.delta().0.unsigned_abs().cmp(&a.delta().0.unsigned_abs()).then_with(|| a.name.cmp(&b.name)));
    let sum: i64 = difference.rows.iter().map(|row| row.delta().0).sum();
    let whole = Bytes(difference.new_bytes).delta_from(Bytes(difference.old_bytes));
    ensure!(sum == whole.0, "the rows add up to {sum} B, and the files differ by {whole}");
    Ok(difference)
}

impl Difference {
    /// Joins all but the `kept` largest differences to one row for each kind of
    /// change, so that a person can read the list. It still adds up.
    pub fn condensed(mut self, kept: usize) -> Self {
        if self.rows.len() <= kept {
            return self;
        }
        let mut joined: BTreeMap<(Change, &'static str), (usize, u64, u64)> = BTreeMap::new();
        for row in self.rows.drain(kept..) {
            let sum = joined.entry((row.change, row.kind)).or_default();
            *sum = (sum.0 + 1, sum.1 + row.old_bytes, sum.2 + row.new_bytes);
        }
        for ((change, kind), (count, old_bytes, new_bytes)) in joined {
            let name = format!("{count} more, each with a smaller difference");
            self.rows.push(Row { change, kind, name, old_name: None, old_bytes, new_bytes });
        }
        self
    }
}

/// Everything but functions, under names that mean the same in another build.
/// What has no name of its own is one row together.
fn things(part: &Part<'_>) -> Vec<(Kind, String, u64)> {
    let rows = part.layout.rows.iter().filter(|row| row.kind != Kind::Func);
    rows.map(|row| {
        let name = match row.kind {
            Kind::Type | Kind::Elem | Kind::Global | Kind::Tag | Kind::SectionHeader | Kind::Data => {
                format!("{}all of them", part.prefix)
            }
            _ => part.name_of(row),
        };
        (row.kind, name, row.bytes)
    })
    .collect()
}

fn count(
    others: &mut BTreeMap<(Kind, String), [u64; 2]>,
    old: Vec<(Kind, String, u64)>,
    new: Vec<(Kind, String, u64)>,
) {
    for (side, rows) in [old, new].into_iter().enumerate() {
        for (kind, name, bytes) in rows {
            others.entry((kind, name)).or_default()[side] += bytes;
        }
    }
}

/// Compares two matrix reports by their raw sizes.
///
/// # Errors
///
/// Never for reports that were read from files.
pub fn of_reports(old: &Report, new: &Report) -> Result<Difference> {
    let mut cells: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for (side, report) in [old, new].into_iter().enumerate() {
        for row in &report.rows {
            cells.entry(row.cell.slug()).or_default()[side] = row.bytes.raw.0;
        }
    }
    let mut difference = Difference::default();
    for (name, [old_bytes, new_bytes]) in cells {
        difference.old_bytes += old_bytes;
        difference.new_bytes += new_bytes;
        let change = match (old_bytes, new_bytes) {
            (old, new) if old == new => continue,
            (0, _) => Change::Added,
            (_, 0) => Change::Removed,
            _ => Change::Changed,
        };
        difference.rows.push(Row { change, kind: "cell", name, old_name: None, old_bytes, new_bytes });
    }
    difference.rows.sort_by_key(|row| std::cmp::Reverse(row.delta().0.unsigned_abs()));
    Ok(difference)
}
