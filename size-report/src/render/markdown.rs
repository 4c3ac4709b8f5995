//! Tables for a page or a comment, in GitHub's dialect.

use std::fmt::Write as _;

use crate::effects::effects;
use crate::report::Report;

use super::columns;
use super::plain::moves;

pub(super) fn render(report: &Report, limit: Option<usize>) -> String {
    let mut out = String::new();
    let axes = columns::axes(report);
    let rows = columns::smallest_first(report);
    let shown = limit.unwrap_or(usize::MAX).min(rows.len());

    for axis in &axes {
        let _ = write!(out, "| {axis} ");
    }
    let _ = writeln!(out, "| raw | gzip | brotli |");
    let _ = writeln!(out, "{}|---:|---:|---:|", "|---".repeat(axes.len()));
    for row in &rows[..shown] {
        for axis in &axes {
            let _ = write!(out, "| {} ", escaped(row.cell.get(*axis).unwrap_or("-")));
        }
        let _ = writeln!(out, "| {} | {} | {} |", row.bytes.raw, row.bytes.gzip, row.brotli());
    }
    if shown < rows.len() {
        let _ = writeln!(out, "\n… and {} larger rows.", rows.len() - shown);
    }

    if rows[..shown].iter().any(|row| row.brotli_quality.is_some()) {
        let _ = writeln!(out, "\n~ {}.", columns::IN_A_HURRY);
    }

    let effects = effects(report);
    if !effects.is_empty() {
        let open = if shown == 0 { " open" } else { "" };
        let _ =
            writeln!(out, "\n<details{open}><summary>What each setting does to the raw size, all else equal</summary>");
        let _ = writeln!(out, "\n| setting | instead of | median | smallest | largest | pairs |");
        let _ = writeln!(out, "|---|---|---:|---:|---:|---:|");
        for effect in effects {
            let _ = writeln!(
                out,
                "| {}={} | {} | {} | {} | {} | {} |",
                effect.axis,
                escaped(&effect.value),
                escaped(&effect.reference),
                effect.median,
                effect.range.0,
                effect.range.1,
                effect.pairs
            );
        }
        let _ = writeln!(out, "\n</details>");
    }
    for failure in &report.failures {
        let _ = writeln!(out, "\nFailed: `{}`", failure.cell);
    }
    let _ = writeln!(out, "\nMade with {}.", escaped(&columns::source(report)));
    out
}

/// `text` so that it stays inside one cell of a table.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' => out.extend(['\\', c]),
            c if moves(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_name_cannot_break_the_table() {
        assert_eq!(escaped("a|b\n`<c>`"), "a\\|b \\`\\<c>\\`");
    }
}
