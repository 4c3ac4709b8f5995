//! A report against a baseline and budgets: a pure comparison.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde::Serialize;

use crate::baseline::{Baseline, Blessed, Difference, Field};
pub use crate::budget::Breach;
use crate::budget::{Budget, Metric, Pattern, breaches};
use crate::cell::Cell;
use crate::compress::Sizes;
use crate::exit;
use crate::explain::Grown;
use crate::report::{Failure, Report, Row};

/// The format of this version.
pub const SCHEMA: &str = "size-report/verdict/1";

/// How a report stands against a baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// All in one word.
    pub result: Outcome,
    /// What was measured.
    pub package: String,
    /// The release of rustc that it was built with.
    pub rustc: String,
    /// The commit that the baseline was blessed at.
    pub baseline_commit: Option<String>,
    /// The tools that are not those of the baseline, and matter.
    pub tools: Vec<Difference>,
    /// The cells, in the order of the report; those that vanished at the end.
    pub cells: Vec<Judged>,
    /// The cells that could not be built.
    pub failures: Vec<Failure>,
    /// How many cells of the baseline were not asked for.
    pub unchecked: usize,
    /// What grew in the modules of failing cells.
    pub explanations: Vec<Explanation>,
}

/// What a check comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Every cell is within its budgets.
    Ok,
    /// A cell is not.
    Regression,
    /// Other tools than the baseline's: sizes were not judged.
    ToolsDiffer,
    /// A cell could not be built.
    ToolFailed,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Its slug.
    pub cell: String,
    /// How it stands.
    pub change: Change,
    /// How large it was.
    pub old: Option<Sizes>,
    /// How large it is.
    pub new: Option<Sizes>,
    /// What it exceeds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
}

/// How a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Larger than a budget allows.
    OverBudget,
    /// In the baseline, and not in the matrix any more.
    Vanished,
    /// Larger, and allowed to be.
    Grown,
    /// Not in the baseline.
    New,
    /// Smaller.
    Shrunk,
    /// As large as it was.
    Unchanged,
}

/// What grew in the module of one compilation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The compilation's slug.
    pub compilation: String,
    /// The failing cells that come from it.
    pub cells: Vec<String>,
    /// By crate, if both modules are at hand.
    pub crates: Vec<Grown>,
    /// By function.
    pub functions: Vec<Grown>,
    /// Why nothing is known, if it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

/// What a comparison is about.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The limits.
    pub budgets: &'a [Budget],
    /// Whether the report has all cells that the baseline should have. If not, a
    /// cell that is only in the baseline was not asked for.
    pub whole: bool,
    /// Fields of the tools that may differ.
    pub ignored: &'a [Field],
}

impl Change {
    /// Whether it lets the check fail.
    pub fn fails(self) -> bool {
        matches!(self, Self::OverBudget | Self::Vanished)
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::OverBudget => "over budget",
            Self::Vanished => "vanished",
            Self::Grown => "grown within budget",
            Self::New => "new",
            Self::Shrunk => "shrunk",
            Self::Unchanged => "unchanged",
        }
    }
}

impl Verdict {
    /// Compares `report` with `baseline`.
    ///
    /// # Errors
    ///
    /// If they are not about the same package, the report is a part of a matrix,
    /// or a budget is about no cell.
    pub fn of(report: &Report, baseline: &Baseline, scope: Scope<'_>) -> Result<Self> {
        let made = &report.provenance;
        let package = crate::baseline::package_name(made);
        ensure!(
            package == baseline.package,
            "the baseline is one of the package {}, and this is {package}: choose with --baseline",
            baseline.package
        );
        if scope.whole {
            for budget in scope.budgets {
                check_budget(budget, report)?;
            }
        }
        let tools: Vec<_> = baseline
            .differences(report)
            .into_iter()
            .filter(|difference| !scope.ignored.iter().any(|field| [difference.field, Field::All].contains(field)))
            .collect();
        let judged = tools.is_empty();
        let mut known = baseline.cells.clone();
        let mut cells: Vec<_> = report
            .rows
            .iter()
            .map(|row| judge(row, known.remove(&row.cell.slug()), if judged { Some(scope.budgets) } else { None }))
            .collect();
        for failure in &report.failures {
            known.remove(&failure.cell.slug());
        }
        let unchecked = if scope.whole { 0 } else { known.len() };
        if scope.whole {
            cells.extend(known.into_iter().map(|(cell, old)| vanished(cell, old)));
        }
        let result = if !report.failures.is_empty() {
            Outcome::ToolFailed
        } else if !judged {
            Outcome::ToolsDiffer
        } else if cells.iter().any(|cell| cell.change.fails()) {
            Outcome::Regression
        } else {
            Outcome::Ok
        };
        Ok(Self {
            schema: SCHEMA,
            result,
            package: made.package.clone(),
            rustc: made.rustc.get("release").cloned().unwrap_or_default(),
            baseline_commit: baseline.commit.clone(),
            tools,
            cells,
            failures: report.failures.clone(),
            unchecked,
            explanations: Vec::new(),
        })
    }

    /// The exit code that it stands for.
    pub fn exit_code(&self) -> u8 {
        match self.result {
            Outcome::Ok => exit::OK,
            Outcome::Regression => exit::REGRESSION,
            Outcome::ToolsDiffer => exit::TOOLCHAIN_DIFFERS,
            Outcome::ToolFailed => exit::TOOL_FAILED,
        }
    }

    /// The cells of each kind of change.
    pub fn counts(&self) -> BTreeMap<Change, usize> {
        let mut counts = BTreeMap::new();
        for cell in &self.cells {
            *counts.entry(cell.change).or_default() += 1;
        }
        counts
    }

    /// The cells that changed: what fails first, and by growth in raw bytes.
    pub fn changed(&self) -> Vec<&Judged> {
        let mut cells: Vec<_> = self.cells.iter().filter(|cell| cell.change != Change::Unchanged).collect();
        let growth = |cell: &Judged| Some(cell.new?.raw.delta_from(cell.old?.raw));
        cells.sort_by_key(|cell| (cell.change, std::cmp::Reverse(growth(cell))));
        cells
    }
}

fn judge(row: &Row, old: Option<Blessed>, budgets: Option<&[Budget]>) -> Judged {
    // At another quality, brotli gives other sizes of the same bytes.
    let same_quality = old.is_none_or(|old| old.brotli_quality == row.brotli_quality);
    let metrics = if same_quality { &Metric::ALL[..] } else { &Metric::ALL[..2] };
    let old = old.map(|old| old.bytes);
    let breaches = budgets.map_or_else(Vec::new, |list| breaches(list, &row.cell, old.as_ref(), &row.bytes, metrics));
    let first_change = old.and_then(|old| {
        let deltas = metrics.iter().map(|metric| metric.of(&row.bytes).delta_from(metric.of(&old)));
        deltas.map(|delta| delta.0).find(|delta| *delta != 0)
    });
    let change = match (old, first_change) {
        _ if !breaches.is_empty() => Change::OverBudget,
        (None, _) => Change::New,
        (_, None) => Change::Unchanged,
        (_, Some(delta)) if delta > 0 => Change::Grown,
        _ => Change::Shrunk,
    };
    Judged { cell: row.cell.slug(), change, old, new: Some(row.bytes), breaches }
}

fn vanished(cell: String, old: Blessed) -> Judged {
    Judged { cell, change: Change::Vanished, old: Some(old.bytes), new: None, breaches: Vec::new() }
}

/// A budget with a typing error in its pattern would guard nothing.
fn check_budget(budget: &Budget, report: &Report) -> Result<()> {
    if let Pattern::Rule(rule) = &budget.cells {
        rule.check(&report.axes).map_err(|error| error.context(budget.name()))?;
    }
    let mut cells = report.rows.iter().map(|row| &row.cell).chain(report.failures.iter().map(|failure| &failure.cell));
    let matches = |cell: &Cell| budget.cells.matches(cell);
    ensure!(cells.any(matches), "{} is about no cell that is checked: correct its pattern, or drop it", budget.name());
    Ok(())
}

#[cfg(test)]
#[path = "verdict/tests.rs"]
pub mod tests;
