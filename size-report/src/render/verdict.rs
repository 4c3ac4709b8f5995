//! A verdict in the formats it is written in, one file each.

pub(super) mod csv;
pub(super) mod html;
pub(super) mod json;
pub(super) mod markdown;
pub(super) mod text;

use crate::budget::Metric;
use crate::bytes::Bytes;
use crate::compress::Sizes;
use crate::verdict::{Breach, Change, Judged, Outcome, Verdict};

/// How many functions, and how many crates, are shown of one module.
const ROWS_OF_A_MODULE: usize = 20;

/// The first line: what it comes to.
fn headline(verdict: &Verdict) -> String {
    let failing = verdict.cells.iter().filter(|cell| cell.change.fails()).count();
    match verdict.result {
        Outcome::Ok => format!("{}: every size is within its budget", verdict.package),
        Outcome::Regression => format!("{}: {} over budget", verdict.package, cells(failing)),
        Outcome::ToolsDiffer => {
            format!("{}: sizes were not judged, since the baseline was made with other tools", verdict.package)
        }
        Outcome::ToolFailed => format!("{}: {} could not be built", verdict.package, cells(verdict.failures.len())),
    }
}

/// The second line: how many cells stand how, and what they were compared with.
fn summary(verdict: &Verdict) -> String {
    let mut parts: Vec<String> =
        verdict.counts().into_iter().map(|(change, count)| format!("{count} {}", change.words())).collect();
    if verdict.unchecked > 0 {
        parts.push(format!("{} of the baseline not checked", verdict.unchecked));
    }
    let commit = verdict.baseline_commit.as_deref().unwrap_or("no commit");
    format!("{}; rustc {}, baseline of {commit}", parts.join(", "), verdict.rustc)
}

/// What a person does next, if there is something to do.
fn next_step(verdict: &Verdict) -> Option<&'static str> {
    match verdict.result {
        Outcome::Regression => {
            Some("make it smaller, or agree to the new sizes: run `size-report bless` and commit what it writes")
        }
        Outcome::ToolsDiffer => Some(
            "use the tools of the baseline, or run `size-report bless` with these, without any other change, and \
             commit it; --ignore-toolchain judges the sizes all the same",
        ),
        Outcome::ToolFailed => Some("read what the tool said, and mend the build"),
        Outcome::Ok => None,
    }
}

fn cells(count: usize) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

/// The new size, and how it differs from the old one.
fn change_in(cell: &Judged, metric: Metric) -> (String, String) {
    let size = |sizes: &Option<Sizes>| sizes.map(|sizes| metric.of(&sizes));
    let (old, new): (Option<Bytes>, Option<Bytes>) = (size(&cell.old), size(&cell.new));
    let shown = new.or(old).map_or_else(String::new, |bytes| bytes.to_string());
    let delta = match (old, new) {
        (Some(old), Some(new)) => new.delta_from(old).to_string(),
        (None, _) => Change::New.words().to_owned(),
        (_, None) => Change::Vanished.words().to_owned(),
    };
    (shown, delta)
}

/// A breach in words: `raw: no growth (by default) exceeded by 12 B`.
fn breach(breach: &Breach) -> String {
    format!("{}: {} ({}), exceeded by {}", breach.metric, breach.limit, breach.budget, breach.over_bytes)
}

#[cfg(test)]
mod tests;
