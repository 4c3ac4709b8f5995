//! What nothing can reach.

use anyhow::Result;

use crate::listing::{Line, Listing};
use crate::module::analysis::{Analysis, Part};
use crate::module::entity::Space;
use crate::module::row::Row;

/// One row for each function, table, memory, global, tag, segment or type that
/// no export, start function or active segment leads to.
///
/// # Errors
///
/// If a function body is malformed.
pub fn answer(analysis: &Analysis<'_>) -> Result<Listing> {
    let mut rows = Vec::new();
    for part in &analysis.parts {
        rows.extend(unreached(part)?.into_iter().map(|row| Line::new(row.kind.word(), part.name_of(row), row.bytes)));
    }
    Ok(Listing { question: "garbage", title: "what nothing can reach", rows }.largest_first())
}

/// The rows of one module that are garbage.
///
/// # Errors
///
/// If a function body is malformed.
pub fn unreached<'part>(part: &'part Part<'_>) -> Result<Vec<&'part Row>> {
    let graph = part.graph()?;
    let reached = graph.reachable();
    let is_garbage = |row: &&Row| {
        // A memory or a table may be shared with the host by its import; that
        // nobody here uses it does not say that nobody needs it.
        let Some(entity) = row.entity else { return false };
        let needed_outside =
            row.kind.word() == "import" && matches!(entity.space, Space::Memory | Space::Table | Space::Global);
        // Without its declaration, code may not take a function's reference.
        let declares = part.layout.declared.contains(&entity)
            && graph.edges(graph.node(entity)).iter().any(|declared| reached[*declared as usize]);
        !reached[graph.node(entity) as usize] && !needed_outside && !declares
    };
    Ok(part.layout.rows.iter().filter(is_garbage).collect())
}
