//! What each thing keeps alive.

use anyhow::Result;

use crate::listing::{Line, Listing};
use crate::module::analysis::Analysis;
use crate::module::dominators::{dominators, retained};

/// One row for each thing that can be reached: its own bytes, and those that
/// would go with it.
///
/// # Errors
///
/// If a function body is malformed.
pub fn answer(analysis: &Analysis<'_>) -> Result<Listing> {
    let mut rows = Vec::new();
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
        let name = |node: u32| graph.entity(node).map(|entity| format!("{}{}", part.prefix, part.names.get(entity)));
        for row in &part.layout.rows {
            let Some(entity) = row.entity else { continue };
            let node = graph.node(entity);
            let Some(parent) = parents[node as usize] else { continue };
            let mut line =
                Line::new(row.kind.word(), part.name_of(row), row.bytes).with("retained", retained[node as usize]);
            if let Some(parent) = name(parent) {
                line = line.with("dominator", parent);
            }
            rows.push(line);
        }
    }
    let retained = |line: &Line| line.more.get("retained").and_then(serde_json::Value::as_u64).unwrap_or(0);
    rows.sort_by(|a, b| retained(b).cmp(&retained(a)).then_with(|| a.name.cmp(&b.name)));
    Ok(Listing { question: "dominators", title: "what each thing keeps alive, the most first", rows })
}
