//! The dominator tree of a module's references.
//!
//! A node dominates another if every path from the root to the latter leads
//! through it: were it gone, so would be all that it dominates. The algorithm is
//! that of Lengauer and Tarjan, "A Fast Algorithm for Finding Dominators in a
//! Flowgraph" (1979), with path compression: a chain of a hundred thousand calls
//! takes it no longer than as many calls side by side.

use super::entity::index;
use super::graph::Graph;

const NONE: u32 = u32::MAX;

/// The immediate dominator of each node; of the root and of what cannot be
/// reached there is none.
pub fn dominators(graph: &Graph) -> Vec<Option<u32>> {
    let search = Search::of(graph);
    let count = search.order.len();
    let reversed = graph.reversed();
    let mut forest = Forest::of(count);
    // All nodes are numbers in the order of the search from here on.
    let mut immediate = vec![0; count];
    let mut first_with = vec![NONE; count];
    let mut next_with = vec![NONE; count];
    for node in (1..index(count)).rev() {
        for from in reversed.edges(search.order[node as usize]) {
            let from = search.number[*from as usize];
            if from != NONE {
                let best = forest.best(from);
                forest.semi[node as usize] = forest.semi[node as usize].min(forest.semi[best as usize]);
            }
        }
        let semi = forest.semi[node as usize] as usize;
        next_with[node as usize] = std::mem::replace(&mut first_with[semi], node);
        let parent = search.parent[node as usize];
        forest.ancestor[node as usize] = parent;
        let mut waiting = std::mem::replace(&mut first_with[parent as usize], NONE);
        while waiting != NONE {
            let best = forest.best(waiting);
            let lower = forest.semi[best as usize] < forest.semi[waiting as usize];
            immediate[waiting as usize] = if lower { best } else { parent };
            waiting = next_with[waiting as usize];
        }
    }
    let mut dominators = vec![None; graph.len()];
    for node in 1..count {
        if immediate[node] != forest.semi[node] {
            immediate[node] = immediate[immediate[node] as usize];
        }
        dominators[search.order[node] as usize] = Some(search.order[immediate[node] as usize]);
    }
    dominators
}

/// How many bytes each node retains: its own, and those of all that it
/// dominates.
pub fn retained(graph: &Graph, dominators: &[Option<u32>], own: &[u64]) -> Vec<u64> {
    let mut retained = own.to_vec();
    // A node is found after all that dominates it.
    for node in Search::of(graph).order.into_iter().rev() {
        if let Some(parent) = dominators[node as usize] {
            retained[parent as usize] += retained[node as usize];
        }
    }
    retained
}

/// A search in depth.
struct Search {
    /// The nodes that can be reached, in the order in which they are found.
    order: Vec<u32>,
    /// The place in `order` of each node.
    number: Vec<u32>,
    /// From which place in `order` each place was found.
    parent: Vec<u32>,
}

impl Search {
    fn of(graph: &Graph) -> Self {
        let mut search = Self { order: vec![graph.root()], number: vec![NONE; graph.len()], parent: vec![0] };
        search.number[graph.root() as usize] = 0;
        let mut stack = vec![(graph.root(), 0)];
        while let Some((node, next)) = stack.pop() {
            let edges = graph.edges(node);
            let found = edges[next..].iter().position(|edge| search.number[*edge as usize] == NONE);
            if let Some(skipped) = found {
                stack.push((node, next + skipped + 1));
                let child = edges[next + skipped];
                search.number[child as usize] = index(search.order.len());
                search.order.push(child);
                search.parent.push(search.number[node as usize]);
                stack.push((child, 0));
            }
        }
        search
    }
}

/// The part of the search's tree that is worked off.
struct Forest {
    semi: Vec<u32>,
    ancestor: Vec<u32>,
    label: Vec<u32>,
}

impl Forest {
    fn of(count: usize) -> Self {
        let all: Vec<u32> = (0..index(count)).collect();
        Self { semi: all.clone(), ancestor: vec![NONE; count], label: all }
    }

    /// The node with the lowest semidominator on the way up from `node`, without
    /// the root of its tree. The way is shortened as it is gone.
    fn best(&mut self, node: u32) -> u32 {
        let above = |forest: &Self, node: u32| forest.ancestor[node as usize];
        let mut way = Vec::new();
        let mut at = node;
        while above(self, at) != NONE && above(self, above(self, at)) != NONE {
            way.push(at);
            at = above(self, at);
        }
        for node in way.into_iter().rev() {
            let above = self.ancestor[node as usize] as usize;
            let [own, other] = [self.label[node as usize], self.label[above]];
            if self.semi[other as usize] < self.semi[own as usize] {
                self.label[node as usize] = other;
            }
            self.ancestor[node as usize] = self.ancestor[above];
        }
        self.label[node as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::analysis::Analysis;

    /// What is reached without going through `without`.
    fn reached_without(graph: &Graph, without: u32) -> Vec<bool> {
        let mut reached = vec![false; graph.len()];
        let mut queue = vec![graph.root()];
        while let Some(node) = queue.pop() {
            if node != without && !std::mem::replace(&mut reached[node as usize], true) {
                queue.extend(graph.edges(node));
            }
        }
        reached
    }

    #[test]
    fn a_node_is_dominated_by_those_without_which_it_is_not_reached() {
        let mut state = 7_u32;
        let mut roll = |sides: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % sides
        };
        for _ in 0..300 {
            let count = 2 + roll(12);
            let functions: String = (0..count)
                .map(|function| {
                    let calls: String = (0..roll(4)).map(|_| format!("(call {})", roll(count))).collect();
                    let export = if function == 0 { "(export \"f\")" } else { "" };
                    format!("(func {export} {calls})")
                })
                .collect();
            let wasm = wat::parse_str(format!("(module {functions})")).unwrap();
            let analysis = Analysis::of(&wasm).unwrap();
            let graph = analysis.parts[0].graph().unwrap();
            let found = dominators(graph);
            let reached = graph.reachable();
            for node in 0..graph.root() {
                let mut all = Vec::new();
                let mut at = node;
                while let Some(next) = found[at as usize] {
                    all.push(next);
                    at = next;
                }
                let expected: Vec<u32> = (0..=graph.root())
                    .filter(|other| reached[node as usize] && *other != node)
                    .filter(|other| !reached_without(graph, *other)[node as usize])
                    .collect();
                all.sort_unstable();
                assert_eq!(all, expected, "{node} of {functions}");
            }
        }
    }
}
