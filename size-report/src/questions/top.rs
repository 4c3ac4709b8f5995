//! Everything in a file, the largest first. The rows add up to it.

use crate::listing::{Limited, Line, Pending};
use crate::module::analysis::Analysis;

/// One row for each thing that has bytes.
pub fn answer(analysis: &Analysis<'_>, limit: Option<usize>) -> Limited {
    let outside = analysis.rows.iter().map(|row| (None, row));
    let inside = analysis.parts.iter().flat_map(|part| part.layout.rows.iter().map(move |row| (Some(part), row)));
    let pending = outside.chain(inside).map(|(part, row)| Pending {
        order: row.bytes,
        bytes: row.bytes,
        name: move || part.map_or_else(|| row.label.to_string(), |part| part.name_of(row)),
        line: move |name| Line::new(row.kind.word(), name, row.bytes),
    });
    Limited::first("top", "everything, the largest first", pending.collect(), limit)
}
