//! The table that a terminal shows.

use std::fmt::Write as _;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};

use crate::effects::effects;
use crate::report::Report;

use super::columns;

pub(super) fn render(report: &Report, limit: Option<usize>) -> String {
    let mut out = String::new();
    let axes = columns::axes(report);
    let rows = columns::smallest_first(report);
    let shown = limit.unwrap_or(usize::MAX).min(rows.len());

    let mut table = new_table();
    let mut header: Vec<String> = axes.iter().map(ToString::to_string).collect();
    header.extend(["raw", "gzip", "brotli"].map(str::to_owned));
    table.set_header(header);
    for row in &rows[..shown] {
        let mut line: Vec<String> = axes.iter().map(|axis| row.cell.get(*axis).unwrap_or("-").to_owned()).collect();
        line.extend([row.bytes.raw.to_string(), row.bytes.gzip.to_string(), row.brotli()]);
        table.add_row(line);
    }
    align_right(&mut table, axes.len()..axes.len() + 3);

    let _ = writeln!(out, "{}\n", columns::source(report));
    let _ = writeln!(out, "{}", trimmed(&table));
    if shown < rows.len() {
        let _ = writeln!(out, "… and {} larger rows", rows.len() - shown);
    }

    if rows[..shown].iter().any(|row| row.brotli_quality.is_some()) {
        let _ = writeln!(out, "~ {}", columns::IN_A_HURRY);
    }

    let effects = effects(report);
    if !effects.is_empty() {
        let mut table = new_table();
        for effect in effects {
            table.add_row([
                format!("{}={} instead of {}:", effect.axis, effect.value, effect.reference),
                effect.median.to_string(),
                format!("median of {}", effect.pairs),
                format!("({} … {})", effect.range.0, effect.range.1),
            ]);
        }
        align_right(&mut table, 1..2);
        let _ = writeln!(out, "\nwhat each setting does to the raw size, all else equal\n\n{}", trimmed(&table));
    }

    for failure in &report.failures {
        let first = failure.message.lines().find(|line| line.starts_with("error")).unwrap_or(&failure.message);
        let _ = writeln!(out, "\nfailed: {}: {first}", failure.cell);
    }
    out
}

pub(super) fn new_table() -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table
}

pub(super) fn align_right(table: &mut Table, columns: std::ops::Range<usize>) {
    for index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

pub(super) fn trimmed(table: &Table) -> String {
    table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
