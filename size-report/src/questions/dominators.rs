//! What each thing keeps alive.

use anyhow::Result;

use crate::listing::{Limited, Line, Pending};
use crate::module::analysis::Analysis;
use crate::module::dominators::{dominators, retained};

/// One row for each thing that can be reached: its own bytes, and those that
/// would go with it.
///
/// # Errors
///
/// If a function body is malformed.
pub fn answer(analysis: &Analysis<'_>, limit: Option<usize>) -> Result<Limited> {
    let mut pending = Vec::new();
    for part in &analysis.parts {
        let graph = part.graph()?;
        let mut own = vec![0; graph.len()];
        for row in &part.layout.rows {
            if let Some(entity) = row.entity {
                own[graph.node(entity) as usize] += row.bytes;
            }
        }
        let parents = dominators(graph);
        let retained = retained(graph, &parents, &own);
        for row in &part.layout.rows {
            let Some(node) = row.entity.map(|entity| graph.node(entity)) else { continue };
            let Some(parent) = parents[node as usize] else { continue };
            let order = retained[node as usize];
            let line = move |name| {
                let line = Line::new(row.kind.word(), name, row.bytes).with("retained", order);
                match graph.entity(parent) {
                    Some(parent) => line.with("dominator", format!("{}{}", part.prefix, part.names.get(parent))),
                    None => line,
                }
            };
            pending.push(Pending { order, bytes: row.bytes, name: move || part.name_of(row), line });
        }
    }
    Ok(Limited::first("dominators", "what each thing keeps alive, the most first", pending, limit))
}
