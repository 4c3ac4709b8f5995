//! The sections of a file. The rows add up to it.

use crate::listing::{Line, Listing};
use crate::module::analysis::Analysis;
use crate::module::row::Kind;

/// One row a section, in the order of the file. The modules of a component are
/// taken apart, so the sections that hold them only count their own headers.
pub fn answer(analysis: &Analysis<'_>) -> Listing {
    let mut rows = Vec::new();
    for row in &analysis.rows {
        let kind = if row.kind == Kind::Preamble { "preamble" } else { "section" };
        rows.push(Line::new(kind, row.label.to_string(), row.bytes));
    }
    for part in &analysis.parts {
        for section in &part.layout.sections {
            let kind = if section.name == "preamble" { "preamble" } else { "section" };
            let mut line = Line::new(kind, format!("{}{}", part.prefix, section.name), section.bytes);
            if let Some(entries) = section.entries {
                line = line.with("entries", entries);
            }
            rows.push(line);
        }
    }
    Listing { question: "sections", title: "sections, in the order of the file", rows }
}
