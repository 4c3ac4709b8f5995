//! How the cells of a baseline changed from commit to commit.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::baseline::Baseline;
use crate::budget::{Metric, slug_matches};
use crate::bytes::Bytes;
use crate::compress::Sizes;
use crate::git::Commit;

/// The format of this version.
pub const SCHEMA: &str = "size-report/history/1";

/// A baseline over time, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct History {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Whose sizes these are.
    pub package: String,
    /// What is drawn.
    pub metric: Metric,
    /// The commits.
    pub points: Vec<Point>,
}

/// The baseline of one commit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Its hash.
    pub commit: String,
    /// When it was committed.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
    /// The release of rustc.
    pub rustc: String,
    /// The sizes by slug.
    pub cells: BTreeMap<String, Sizes>,
}

/// One cell over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series<'a> {
    /// Its slug.
    pub cell: &'a str,
    /// Its size at each point, nothing where the baseline did not have it.
    pub sizes: Vec<Option<Bytes>>,
    /// Where it was first.
    pub first: Bytes,
    /// Where it was last.
    pub last: Bytes,
    /// Where it was smallest.
    pub least: Bytes,
    /// Where it was largest.
    pub most: Bytes,
}

impl History {
    /// The history from the files of each commit, with the cells that `pattern`
    /// describes, and how many files were left out because they are no baselines
    /// that this version reads.
    pub fn of(commits: Vec<Commit>, files: Vec<Option<String>>, metric: Metric, pattern: &str) -> (Self, usize) {
        let mut history = Self { schema: SCHEMA, package: String::new(), metric, points: Vec::new() };
        let mut unread = 0;
        for (commit, text) in commits.into_iter().zip(files) {
            let Some(text) = text else { continue };
            let Ok(baseline) = Baseline::from_json(&text) else {
                unread += 1;
                continue;
            };
            let cells = baseline.cells.into_iter().filter(|(slug, _)| slug_matches(pattern, slug));
            history.package = baseline.package;
            history.points.push(Point {
                commit: commit.hash,
                date: commit.date,
                subject: commit.subject,
                rustc: baseline.tools.rustc.get("release").cloned().unwrap_or_default(),
                cells: cells.map(|(slug, blessed)| (slug, blessed.bytes)).collect(),
            });
        }
        (history, unread)
    }

    /// Every cell that was ever there, by slug.
    pub fn series(&self) -> Vec<Series<'_>> {
        let mut slugs: Vec<&str> =
            self.points.iter().flat_map(|point| point.cells.keys().map(String::as_str)).collect();
        slugs.sort_unstable();
        slugs.dedup();
        slugs.into_iter().filter_map(|cell| self.series_of(cell)).collect()
    }

    fn series_of<'a>(&self, cell: &'a str) -> Option<Series<'a>> {
        let size = |point: &Point| point.cells.get(cell).map(|sizes| self.metric.of(sizes));
        let sizes: Vec<_> = self.points.iter().map(size).collect();
        let there = || sizes.iter().flatten().copied();
        let (first, last) = (there().next()?, there().next_back()?);
        let (least, most) = (there().min()?, there().max()?);
        Some(Series { cell, sizes, first, last, least, most })
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::verdict::tests::report;

    /// A cell that grows and one that goes, over three commits.
    pub fn example() -> History {
        let baselines: [&[(&str, u64)]; 3] = [&[("a", 100), ("b<&", 5)], &[("a", 150), ("b<&", 5)], &[("a", 120)]];
        let files = baselines.map(|cells| Some(Baseline::of(&report(cells), None).to_json().unwrap())).to_vec();
        let commit = |number: usize| Commit {
            hash: format!("{number}").repeat(40),
            date: format!("2026-01-0{number}T00:00:00Z"),
            subject: format!("change {number} <b>&\u{7}"),
            path: "b.json".to_owned(),
        };
        let files = [files, vec![Some("{}".to_owned()), None]].concat();
        let (history, unread) = History::of((1..=5).map(commit).collect(), files, Metric::Raw, "*");
        assert_eq!(unread, 1);
        history
    }

    #[test]
    fn each_cell_has_its_series_with_gaps_where_it_was_not_there() {
        let history = example();
        let series = history.series();
        assert_eq!(series.len(), 2);
        assert_eq!((series[0].first.0, series[0].last.0, series[0].least.0, series[0].most.0), (100, 120, 100, 150));
        assert_eq!(series[1].sizes, [Some(Bytes(5)), Some(Bytes(5)), None]);
    }
}
