//! Why something is in a file: the shortest way from an export, the start
//! function or an active segment to it.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::listing::{Limited, Line, Pending};
use crate::module::analysis::{Analysis, Part};
use crate::module::graph::Graph;

/// How many things are explained if neither a name nor a limit is given.
const LARGEST: usize = 20;

/// One row for each thing whose name contains `pattern`, or else for the largest
/// ones; each with the names on the way to it, from the outside in.
///
/// # Errors
///
/// If a function body is malformed, or no name contains `pattern`.
pub fn answer(analysis: &Analysis<'_>, pattern: Option<&str>, limit: Option<usize>) -> Result<Limited> {
    let ways = analysis.parts.iter().map(|part| part.graph().map(ways)).collect::<Result<Vec<_>>>()?;
    let mut pending = Vec::new();
    for (part, parents) in analysis.parts.iter().zip(&ways) {
        let graph = part.graph()?;
        for row in &part.layout.rows {
            let Some(node) = row.entity.map(|entity| graph.node(entity)) else { continue };
            if pattern.is_none_or(|pattern| part.name_of(row).contains(pattern)) {
                let line = move |name| {
                    Line::new(row.kind.word(), name, row.bytes).with("path", way(part, graph, parents, node))
                };
                pending.push(Pending { order: row.bytes, bytes: row.bytes, name: move || part.name_of(row), line });
            }
        }
    }
    if let (Some(pattern), true) = (pattern, pending.is_empty()) {
        bail!("nothing is called `{pattern}`\nnext step: `size-report top FILE` lists all names");
    }
    let limit = if pattern.is_none() { limit.or(Some(LARGEST)) } else { limit };
    Ok(Limited::first("paths", "who leads to each thing", pending, limit))
}

/// The node from which each one is reached first, in breadth.
fn ways(graph: &Graph) -> Vec<Option<u32>> {
    let mut parents = vec![None; graph.len()];
    let mut queue = std::collections::VecDeque::from([graph.root()]);
    let mut seen = vec![false; graph.len()];
    seen[graph.root() as usize] = true;
    while let Some(node) = queue.pop_front() {
        for next in graph.edges(node) {
            if !std::mem::replace(&mut seen[*next as usize], true) {
                parents[*next as usize] = Some(node);
                queue.push_back(*next);
            }
        }
    }
    parents
}

fn way(part: &Part<'_>, graph: &Graph, parents: &[Option<u32>], mut node: u32) -> Vec<Value> {
    let mut way = Vec::new();
    while let Some(parent) = parents[node as usize] {
        if let Some(entity) = graph.entity(parent) {
            way.push(Value::from(part.names.get(entity)));
        }
        node = parent;
    }
    way.reverse();
    way
}
