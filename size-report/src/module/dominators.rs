//! The dominator tree of a module's references.
//!
//! A node dominates another if every path from the root to the latter leads
//! through it: were it gone, so would be all that it dominates. The algorithm is
//! that of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm"
//! (2001).

use super::entity::index;
use super::graph::Graph;

/// The immediate dominator of each node; of the root and of what cannot be
/// reached there is none.
pub fn dominators(graph: &Graph) -> Vec<Option<u32>> {
    const UNSEEN: u32 = u32::MAX;
    let order = postorder(graph);
    let mut rank = vec![UNSEEN; graph.len()];
    for (number, node) in order.iter().enumerate() {
        rank[*node as usize] = index(number);
    }
    let reversed = graph.reversed();
    let root = graph.root();
    let mut parent = vec![UNSEEN; graph.len()];
    parent[root as usize] = root;
    let mut changed = true;
    while changed {
        changed = false;
        for node in order.iter().rev().copied().filter(|node| *node != root) {
            let mut found = UNSEEN;
            for from in reversed.edges(node) {
                if parent[*from as usize] == UNSEEN {
                    continue;
                }
                found = if found == UNSEEN { *from } else { meet(&parent, &rank, found, *from) };
            }
            if parent[node as usize] != found {
                parent[node as usize] = found;
                changed = true;
            }
        }
    }
    let immediate = |node: usize| (node != root as usize && parent[node] != UNSEEN).then(|| parent[node]);
    (0..graph.len()).map(immediate).collect()
}

/// How many bytes each node retains: its own, and those of all that it
/// dominates.
pub fn retained(graph: &Graph, dominators: &[Option<u32>], own: &[u64]) -> Vec<u64> {
    let mut retained = own.to_vec();
    // A node comes after all that it dominates.
    for node in postorder(graph) {
        if let Some(parent) = dominators[node as usize] {
            retained[parent as usize] += retained[node as usize];
        }
    }
    retained
}

fn meet(parent: &[u32], rank: &[u32], mut a: u32, mut b: u32) -> u32 {
    while a != b {
        while rank[a as usize] < rank[b as usize] {
            a = parent[a as usize];
        }
        while rank[b as usize] < rank[a as usize] {
            b = parent[b as usize];
        }
    }
    a
}

/// The nodes that can be reached, each after all that it leads to first.
fn postorder(graph: &Graph) -> Vec<u32> {
    let mut seen = vec![false; graph.len()];
    let mut order = Vec::new();
    let mut stack = vec![(graph.root(), 0)];
    seen[graph.root() as usize] = true;
    while let Some((node, next)) = stack.pop() {
        let edges = graph.edges(node);
        match edges[next..].iter().position(|edge| !seen[*edge as usize]) {
            Some(skipped) => {
                stack.push((node, next + skipped + 1));
                let child = edges[next + skipped];
                seen[child as usize] = true;
                stack.push((child, 0));
            }
            None => order.push(node),
        }
    }
    order
}
