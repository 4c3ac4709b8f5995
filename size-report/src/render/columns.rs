//! Which columns a table of cells has, and in which order its rows come.

use std::collections::BTreeSet;

use crate::axis::Axis;
use crate::report::{Report, Row};

/// The axes worth a column: those on which cells differ. A table of one cell
/// shows all.
pub(super) fn axes(report: &Report) -> Vec<Axis> {
    let varied: Vec<Axis> = report.axes.keys().copied().filter(|axis| values(report, *axis).len() > 1).collect();
    if varied.is_empty() { report.axes.keys().copied().collect() } else { varied }
}

/// The axes that have the same value everywhere, as `axis=value`.
fn constants(report: &Report) -> Vec<String> {
    let columns = axes(report);
    let fixed = report.axes.keys().filter(|axis| !columns.contains(axis));
    fixed.map(|axis| format!("{axis}={}", Vec::from_iter(values(report, *axis)).join(","))).collect()
}

fn values(report: &Report, axis: Axis) -> BTreeSet<&str> {
    let cells = report.rows.iter().map(|row| &row.cell).chain(report.failures.iter().map(|failure| &failure.cell));
    cells.filter_map(|cell| cell.get(axis)).collect()
}

/// The rows, smallest first; rows of equal size stay in the order of the axes.
pub(super) fn smallest_first(report: &Report) -> Vec<&Row> {
    let mut rows: Vec<_> = report.rows.iter().collect();
    rows.sort_by_key(|row| row.bytes.raw);
    rows
}

/// One line on where the figures come from.
pub(super) fn source(report: &Report) -> String {
    let made = &report.provenance;
    let rustc = made.rustc.get("release").map_or("unknown", String::as_str);
    let mut parts = vec![made.package.clone(), format!("rustc {rustc}")];
    parts.extend(made.wasm_opt.clone());
    parts.extend(constants(report));
    parts.extend(report.shard.map(|shard| format!("shard {shard}")));
    parts.join(", ")
}

/// What the mark before a brotli size says.
pub(super) const IN_A_HURRY: &str =
    "with DWARF, so not what ships: brotli at quality 9, not 11 (11 for every cell: --exact)";
