//! Everything in a file, the largest first. The rows add up to it.

use crate::listing::{Line, Listing};
use crate::module::analysis::Analysis;

/// One row for each thing that has bytes.
pub fn answer(analysis: &Analysis<'_>) -> Listing {
    let mut rows: Vec<Line> =
        analysis.rows.iter().map(|row| Line::new(row.kind.word(), row.label.to_string(), row.bytes)).collect();
    for part in &analysis.parts {
        rows.extend(part.layout.rows.iter().map(|row| Line::new(row.kind.word(), part.name_of(row), row.bytes)));
    }
    Listing { question: "top", title: "everything, the largest first", rows }.largest_first()
}
