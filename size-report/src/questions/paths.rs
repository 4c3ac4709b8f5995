//! Why something is in a file: the shortest way from an export, the start
//! function or an active segment to it.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::listing::{Line, Listing};
use crate::module::analysis::{Analysis, Part};
use crate::module::graph::Graph;

/// How many things are explained if no name is given.
const LARGEST: usize = 20;

/// One row for each thing whose name contains `pattern`, or else for the largest
/// ones; each with the names on the way to it, from the outside in.
///
/// # Errors
///
/// If a function body is malformed, or no name contains `pattern`.
pub fn answer(analysis: &Analysis<'_>, pattern: Option<&str>) -> Result<Listing> {
    let mut rows = Vec::new();
    for part in &analysis.parts {
        let graph = part.graph()?;
        let parents = ways(graph);
        for row in &part.layout.rows {
            let Some(entity) = row.entity else { continue };
            let name = part.name_of(row);
            if pattern.is_none_or(|pattern| name.contains(pattern)) {
                let way = way(part, graph, &parents, graph.node(entity));
                rows.push(Line::new(row.kind.word(), name, row.bytes).with("path", way));
            }
        }
    }
    if let (Some(pattern), true) = (pattern, rows.is_empty()) {
        bail!("nothing is called `{pattern}`\nnext step: `size-report top FILE` lists all names");
    }
    let mut listing = Listing { question: "paths", title: "who leads to each thing", rows }.largest_first();
    if pattern.is_none() {
        listing.rows.truncate(LARGEST);
    }
    Ok(listing)
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
