//! What a terminal shows.

use std::fmt::Write as _;

use crate::budget::Metric;
use crate::explain::Grown;
use crate::render::plain::moves;
use crate::render::text::{align_right, new_table, trimmed};
use crate::verdict::{Explanation, Verdict};

use super::ROWS_OF_A_MODULE;

pub(in crate::render) fn render(verdict: &Verdict) -> String {
    let mut out = format!("{}\n{}\n", super::headline(verdict), super::summary(verdict));
    for tool in &verdict.tools {
        let _ = writeln!(out, "  {}: the baseline has {}, this is {}", tool.field, tool.baseline, tool.now);
    }
    let changed = verdict.changed();
    if !changed.is_empty() {
        let mut table = new_table();
        table.set_header(["cell", "raw", "", "gzip", "", "brotli", "", "", ""]);
        for cell in changed {
            let mut line = vec![cell.cell.clone()];
            for metric in Metric::ALL {
                let (size, delta) = super::change_in(cell, metric);
                line.extend([size, delta]);
            }
            line.extend([cell.change.words().to_owned()]);
            table.add_row(line);
            for breach in &cell.breaches {
                table.add_row([format!("  {}", super::breach(breach))]);
            }
        }
        align_right(&mut table, 1..7);
        let _ = writeln!(out, "\n{}", trimmed(&table));
    }
    for explanation in &verdict.explanations {
        out.push_str(&explained(explanation));
    }
    for failure in &verdict.failures {
        let first = failure.message.lines().find(|line| line.starts_with("error")).unwrap_or(&failure.message);
        let _ = writeln!(out, "\nfailed: {}: {first}", failure.cell);
    }
    if let Some(step) = super::next_step(verdict) {
        let _ = writeln!(out, "\nnext step: {step}");
    }
    out
}

fn explained(explanation: &Explanation) -> String {
    let mut out = format!("\nwhat grew in {} (as linked, before strip and wasm-opt)\n", explanation.cells.join(", "));
    if let Some(missing) = &explanation.missing {
        let _ = writeln!(out, "  {}", missing.replace('\n', "\n  "));
    } else if explanation.functions.is_empty() {
        out.push_str("  every function and data segment is as large as it was\n");
    } else {
        for rows in [&explanation.crates, &explanation.functions] {
            let _ = writeln!(out, "\n{}", table_of(rows));
        }
    }
    out
}

fn table_of(rows: &[Grown]) -> String {
    let mut table = new_table();
    for row in rows.iter().take(ROWS_OF_A_MODULE) {
        let name = row.name.chars().map(|c| if moves(c) { ' ' } else { c }).collect();
        let sizes = format!("{} → {}", row.old_bytes, row.new_bytes);
        table.add_row([row.delta().to_string(), sizes, name]);
    }
    align_right(&mut table, 0..2);
    let mut out = trimmed(&table);
    if rows.len() > ROWS_OF_A_MODULE {
        let _ = write!(out, "\n … and {} more", rows.len() - ROWS_OF_A_MODULE);
    }
    out
}
