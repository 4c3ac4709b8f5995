//! How much a cell may weigh, and by how much it may grow: the `[[budget]]`
//! entries of `size-report.toml`.

use std::fmt;

use anyhow::{Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::bytes::Bytes;
use crate::cell::Cell;
use crate::compress::Sizes;
use crate::rule::Rule;

/// What is measured of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// The bytes of the file
    Raw,
    /// Compressed with gzip
    Gzip,
    /// Compressed with brotli
    Brotli,
}

impl Metric {
    /// Every metric, in the order of columns.
    pub const ALL: [Self; 3] = [Self::Raw, Self::Gzip, Self::Brotli];

    /// The size in this metric.
    pub fn of(self, sizes: &Sizes) -> Bytes {
        match self {
            Self::Raw => sizes.raw,
            Self::Gzip => sizes.gzip,
            Self::Brotli => sizes.brotli,
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Raw => "raw",
            Self::Gzip => "gzip",
            Self::Brotli => "brotli",
        })
    }
}

/// One `[[budget]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Entry")]
pub struct Budget {
    /// Which cells it is about.
    pub cells: Pattern,
    raw: Option<Limit>,
    gzip: Option<Limit>,
    brotli: Option<Limit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    cells: Pattern,
    raw: Option<Limit>,
    gzip: Option<Limit>,
    brotli: Option<Limit>,
}

/// Which cells a budget is about.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a table of axes, or a slug with * and ?")]
pub enum Pattern {
    /// A slug, in which `*` stands for anything and `?` for one character.
    Slug(String),
    /// Values of axes.
    Rule(Rule),
}

/// What one metric may do.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "LimitEntry")]
pub struct Limit {
    max: Option<Bytes>,
    growth: Option<Growth>,
}

/// How much is too much.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Growth {
    allowed: Allowed,
    /// Growth up to here is taken for noise.
    noise: Bytes,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Allowed {
    Bytes(Bytes),
    Percent(f64),
    /// Too much if it is more than either of them.
    Either(Bytes, f64),
    /// Too much only if it is more than both.
    Both(Bytes, f64),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LimitEntry {
    max: Option<Bytes>,
    growth: Option<Bytes>,
    growth_percent: Option<f64>,
    when: Option<When>,
    noise: Option<Bytes>,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum When {
    Either,
    Both,
}

impl TryFrom<Entry> for Budget {
    type Error = anyhow::Error;

    fn try_from(entry: Entry) -> Result<Self> {
        let Entry { cells, raw, gzip, brotli } = entry;
        ensure!(
            raw.is_some() || gzip.is_some() || brotli.is_some(),
            "a budget limits nothing: give it raw, gzip or brotli, as in `raw = {{ max = 20_000 }}`"
        );
        Ok(Self { cells, raw, gzip, brotli })
    }
}

impl TryFrom<LimitEntry> for Limit {
    type Error = anyhow::Error;

    fn try_from(entry: LimitEntry) -> Result<Self> {
        if let Some(percent) = entry.growth_percent {
            ensure!(percent.is_finite() && percent >= 0.0, "growth-percent is {percent}: it is a number from 0 on");
        }
        let allowed = match (entry.growth, entry.growth_percent, entry.when) {
            (Some(bytes), Some(percent), Some(When::Both)) => Some(Allowed::Both(bytes, percent)),
            (Some(bytes), Some(percent), _) => Some(Allowed::Either(bytes, percent)),
            (_, _, Some(_)) => bail!("`when` joins growth and growth-percent: give both, or leave it out"),
            (Some(bytes), None, None) => Some(Allowed::Bytes(bytes)),
            (None, Some(percent), None) => Some(Allowed::Percent(percent)),
            (None, None, None) => None,
        };
        let allowed = allowed.or(entry.noise.map(Allowed::Bytes));
        ensure!(
            entry.max.is_some() || allowed.is_some(),
            "a limit is empty: give it max, growth, growth-percent or noise"
        );
        let growth = allowed.map(|allowed| Growth { allowed, noise: entry.noise.unwrap_or(Bytes(0)) });
        Ok(Self { max: entry.max, growth })
    }
}

/// A limit that was exceeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// Which budget.
    pub budget: String,
    /// In which metric.
    pub metric: Metric,
    /// What it allows, in words.
    pub limit: String,
    /// How many bytes are too many.
    pub over_bytes: Bytes,
}

impl Budget {
    /// What this budget is called in messages: its pattern.
    pub fn name(&self) -> String {
        match &self.cells {
            Pattern::Slug(slug) => format!("budget {slug}"),
            Pattern::Rule(rule) => format!("budget {rule}"),
        }
    }

    fn limits(&self) -> impl Iterator<Item = (Metric, Limit)> {
        [(Metric::Raw, self.raw), (Metric::Gzip, self.gzip), (Metric::Brotli, self.brotli)]
            .into_iter()
            .filter_map(|(metric, limit)| Some((metric, limit?)))
    }

    fn limits_growth(&self) -> bool {
        self.limits().any(|(_, limit)| limit.growth.is_some())
    }
}

impl Pattern {
    /// Whether it is about `cell`.
    pub fn matches(&self, cell: &Cell) -> bool {
        match self {
            Self::Slug(pattern) => slug_matches(pattern, &cell.slug()),
            Self::Rule(rule) => rule.matches(cell),
        }
    }
}

/// Whether `slug` is what `pattern` describes: `*` is any text, `?` any
/// character.
pub fn slug_matches(pattern: &str, slug: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => slug.is_empty(),
        Some('*') => {
            let ends = slug.char_indices().map(|(index, _)| index).chain([slug.len()]);
            ends.into_iter().any(|index| slug_matches(rest.as_str(), &slug[index..]))
        }
        Some(wanted) => {
            let mut slug = slug.chars();
            slug.next().is_some_and(|c| wanted == '?' || wanted == c) && slug_matches(rest.as_str(), slug.as_str())
        }
    }
}

impl Limit {
    /// What is exceeded by growing from `old`, if there is one, to `new`: the
    /// limit in words, and by how much.
    fn exceeded(&self, old: Option<Bytes>, new: Bytes) -> Option<(String, Bytes)> {
        if let Some(max) = self.max.filter(|max| new > *max) {
            return Some((format!("at most {max}"), Bytes(new.0 - max.0)));
        }
        let (growth, old) = (self.growth?, old?);
        let grown = Bytes(new.0.saturating_sub(old.0));
        if grown <= growth.noise {
            return None;
        }
        let (limit, allowed) = growth.allowed.from(old);
        (grown > allowed).then(|| (limit, Bytes(grown.0 - allowed.0)))
    }
}

impl Allowed {
    /// The limit in words, and the growth that it allows from `old` on.
    fn from(self, old: Bytes) -> (String, Bytes) {
        let part = |percent: f64| Bytes(percent_of(old, percent));
        match self {
            Self::Bytes(bytes) if bytes.0 == 0 => ("no growth".to_owned(), bytes),
            Self::Bytes(bytes) => (bytes.delta_from(Bytes(0)).to_string(), bytes),
            Self::Percent(percent) => (format!("+{percent} %"), part(percent)),
            Self::Either(bytes, percent) => {
                (format!("{} or +{percent} %", bytes.delta_from(Bytes(0))), bytes.min(part(percent)))
            }
            Self::Both(bytes, percent) => {
                (format!("{} and +{percent} %", bytes.delta_from(Bytes(0))), bytes.max(part(percent)))
            }
        }
    }
}

/// The whole bytes in `percent` of `bytes`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, and none is negative")]
fn percent_of(bytes: Bytes, percent: f64) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "a module is far smaller than 2^53 bytes")]
    let whole = bytes.0 as f64;
    // So that 10 % of 110 is 11, though 0.1 is no binary fraction.
    (whole * percent / 100.0 + 1e-9).floor() as u64
}

/// What `cell` exceeds in any of `budgets`. A cell that is as it ships, fully
/// stripped, may not grow in any metric unless a budget says by how much.
pub fn breaches(budgets: &[Budget], cell: &Cell, old: Option<&Sizes>, new: &Sizes, metrics: &[Metric]) -> Vec<Breach> {
    let matching: Vec<&Budget> = budgets.iter().filter(|budget| budget.cells.matches(cell)).collect();
    let mut limits: Vec<(String, Metric, Limit)> = matching
        .iter()
        .flat_map(|budget| budget.limits().map(|(metric, limit)| (budget.name(), metric, limit)))
        .collect();
    let ships = cell.get(Axis::Strip) == Some("symbols");
    if ships && !matching.iter().any(|budget| budget.limits_growth()) {
        let none = Limit { max: None, growth: Some(Growth { allowed: Allowed::Bytes(Bytes(0)), noise: Bytes(0) }) };
        limits.extend(Metric::ALL.map(|metric| ("by default".to_owned(), metric, none)));
    }
    let exceeded = |(budget, metric, limit): (String, Metric, Limit)| {
        let old = old.filter(|_| metrics.contains(&metric)).map(|old| metric.of(old));
        let (limit, over_bytes) = limit.exceeded(old, metric.of(new))?;
        Some(Breach { budget, metric, limit, over_bytes })
    };
    limits.into_iter().filter_map(exceeded).collect()
}

#[cfg(test)]
#[path = "budget/tests.rs"]
mod tests;
