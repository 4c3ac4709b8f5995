//! A comment for a pull request. GitHub takes 65,536 characters; what does not
//! fit is left out by whole rows, and counted.

use std::fmt::Write as _;

use crate::budget::Metric;
use crate::explain::Grown;
use crate::render::markdown::escaped;
use crate::render::plain::moves;
use crate::verdict::{Explanation, Judged, Verdict};

use super::ROWS_OF_A_MODULE;

/// The length of a comment, in bytes, which are never fewer than characters.
/// What is left to GitHub's limit is for lines that say what was left out.
const LIMIT: usize = 64_000;
/// As much of [`LIMIT`] as the table of cells may take.
const LIMIT_OF_CELLS: usize = 32_000;
/// A longer name is cut.
const LIMIT_OF_A_NAME: usize = 160;

pub(in crate::render) fn render(verdict: &Verdict) -> String {
    let mark = if verdict.exit_code() == 0 { "✅" } else { "❌" };
    let mut out =
        format!("### {mark} {}\n\n{}\n", escaped(&super::headline(verdict)), escaped(&super::summary(verdict)));
    for tool in &verdict.tools {
        let (baseline, now) = (escaped(&tool.baseline), escaped(&tool.now));
        let _ = writeln!(out, "- {}: the baseline has {baseline}, this is {now}", tool.field);
    }
    cells(&mut out, &verdict.changed());
    let mut left_out = 0;
    for explanation in &verdict.explanations {
        let details = explained(explanation);
        if out.len() + details.len() <= LIMIT { out.push_str(&details) } else { left_out += 1 }
    }
    for failure in &verdict.failures {
        let line = format!("\nFailed: `{}`\n", failure.cell);
        if out.len() + line.len() <= LIMIT { out.push_str(&line) } else { left_out += 1 }
    }
    if left_out > 0 {
        let _ = writeln!(out, "\n… and {left_out} more that do not fit into a comment.");
    }
    if let Some(step) = super::next_step(verdict) {
        let _ = writeln!(out, "\nNext step: {step}.");
    }
    out
}

fn cells(out: &mut String, changed: &[&Judged]) {
    if changed.is_empty() {
        return;
    }
    out.push_str("\n| cell | raw | | gzip | | brotli | | |\n|---|---:|---:|---:|---:|---:|---:|---|\n");
    let mut shown = 0;
    for cell in changed {
        let mut row = format!("| `{}` |", name(&cell.cell));
        for metric in Metric::ALL {
            let (size, delta) = super::change_in(cell, metric);
            let _ = write!(row, " {size} | {delta} |");
        }
        let why: Vec<_> = cell.breaches.iter().map(|breach| escaped(&super::breach(breach))).collect();
        let why = if why.is_empty() { cell.change.words().to_owned() } else { why.join("<br>") };
        let _ = writeln!(row, " {why} |");
        if out.len() + row.len() > LIMIT_OF_CELLS {
            break;
        }
        out.push_str(&row);
        shown += 1;
    }
    if shown < changed.len() {
        let _ = writeln!(out, "\n… and {} more cells that do not fit into a comment.", changed.len() - shown);
    }
}

fn explained(explanation: &Explanation) -> String {
    let cells = match &explanation.cells[..] {
        [] => String::new(),
        [one] => format!("<code>{}</code>", escaped(one)),
        [first, rest @ ..] => format!("<code>{}</code> and {} more", escaped(first), super::cells(rest.len())),
    };
    let mut out = format!("\n<details><summary>What grew in {cells}, as linked</summary>\n\n");
    if let Some(missing) = &explanation.missing {
        let _ = writeln!(out, "{}", escaped(missing));
    } else if explanation.functions.is_empty() {
        out.push_str("Every function and data segment is as large as it was.\n");
    } else {
        table(&mut out, "crate", &explanation.crates);
        table(&mut out, "function or data", &explanation.functions);
    }
    out.push_str("\n</details>\n");
    out
}

fn table(out: &mut String, what: &str, rows: &[Grown]) {
    let _ = writeln!(out, "| {what} | before | after | |\n|---|---:|---:|---:|");
    for row in rows.iter().take(ROWS_OF_A_MODULE) {
        let _ = writeln!(out, "| `{}` | {} | {} | {} |", name(&row.name), row.old_bytes, row.new_bytes, row.delta());
    }
    if rows.len() > ROWS_OF_A_MODULE {
        let _ = writeln!(out, "\n… and {} more.", rows.len() - ROWS_OF_A_MODULE);
    }
    out.push('\n');
}

/// A name for a cell of a table, between backquotes, where only a bar and
/// another backquote mean something.
fn name(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(LIMIT_OF_A_NAME)
        .map(|c| match c {
            '`' => '\'',
            c if moves(c) => ' ',
            c => c,
        })
        .collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out.replace('|', "\\|")
}
