//! What refers to what in a module, and what follows from it: what is reachable,
//! and what would go with each thing.
//!
//! The edges are sound: every index in every instruction, constant expression,
//! segment and type is one. Roots are the exports, the start function, and active
//! segments, which the engine reads by itself.

use anyhow::{Context, Result};
use rayon::prelude::*;
use wasmparser::FunctionBody;

use super::entity::{Entity, Space, index};
use super::layout::Layout;
use super::operators::References;

/// The references of one module, its entities numbered from 0 on in the order of
/// [`Space::ALL`]. The root is the last node.
#[derive(Debug)]
pub struct Graph {
    starts: [u32; 8],
    edges: Edges,
}

/// The targets of all nodes in one list, and where those of each node begin.
#[derive(Debug)]
struct Edges {
    begins: Vec<u32>,
    targets: Vec<u32>,
}

impl Edges {
    /// Sorts pairs by their first node. `pairs` is called twice and has to give
    /// the same.
    fn of(nodes: usize, pairs: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
        let mut begins = vec![0; nodes + 1];
        pairs(&mut |from, _| begins[from as usize + 1] += 1);
        for node in 0..nodes {
            begins[node + 1] += begins[node];
        }
        let mut targets = vec![0; begins[nodes] as usize];
        let mut next = begins.clone();
        pairs(&mut |from, to| {
            targets[next[from as usize] as usize] = to;
            next[from as usize] += 1;
        });
        Self { begins, targets }
    }

    fn from(&self, node: u32) -> &[u32] {
        let [begin, end] = [0, 1].map(|step| self.begins[node as usize + step] as usize);
        &self.targets[begin..end]
    }
}

impl Graph {
    /// Reads all function bodies of `layout`, in parallel.
    ///
    /// # Errors
    ///
    /// If a body is malformed, or refers to something that is not there.
    pub fn of(layout: &Layout<'_>) -> Result<Self> {
        let mut starts = [0; 8];
        let mut count = 0;
        for (start, of_space) in starts.iter_mut().zip(layout.counts) {
            *start = count;
            count += of_space;
        }
        let mut graph = Self { starts, edges: Edges { begins: Vec::new(), targets: Vec::new() } };
        let bodies: Vec<Box<[u32]>> = layout
            .bodies
            .par_iter()
            .map_init(References::default, |references, body| {
                references.seen.clear();
                let read = read_body(references, &body.body);
                let numbers = read.and_then(|()| graph.numbers(&references.seen, &layout.counts));
                numbers.with_context(|| format!("in {body}"))
            })
            .collect::<Result<_>>()?;
        let numbers_at = |references: &[Entity], at: u64| {
            graph.numbers(references, &layout.counts).with_context(|| format!("at offset {at:#x}"))
        };
        let fixed: Vec<(u32, Box<[u32]>)> = layout
            .fixed
            .iter()
            .map(|(entity, references, at)| Ok((graph.node(*entity), numbers_at(references, *at)?)))
            .collect::<Result<_>>()?;
        let roots: Vec<Box<[u32]>> =
            layout.roots.iter().map(|(root, at)| numbers_at(&[*root], *at)).collect::<Result<_>>()?;
        let first = graph.node(Entity::new(Space::Func, layout.imported_functions));
        graph.edges = Edges::of(count as usize + 1, |edge| {
            for (from, targets) in (first..).zip(&bodies) {
                targets.iter().for_each(|to| edge(from, *to));
            }
            for (from, targets) in &fixed {
                targets.iter().for_each(|to| edge(*from, *to));
            }
            roots.iter().flatten().for_each(|to| edge(count, *to));
        });
        Ok(graph)
    }

    /// The number of the root.
    pub fn root(&self) -> u32 {
        index(self.edges.begins.len()) - 2
    }

    /// The number of `entity`.
    pub fn node(&self, entity: Entity) -> u32 {
        self.starts[entity.space as usize] + entity.index
    }

    /// The entity of that number, or nothing for the root.
    pub fn entity(&self, node: u32) -> Option<Entity> {
        if node >= self.root() {
            return None;
        }
        // Of spaces with the same start all but the last are empty.
        let space = Space::ALL.into_iter().rev().find(|space| self.starts[*space as usize] <= node)?;
        Some(Entity::new(space, node - self.starts[space as usize]))
    }

    /// How many nodes there are, the root among them.
    pub fn len(&self) -> usize {
        self.edges.begins.len() - 1
    }

    /// What `node` refers to.
    pub fn edges(&self, node: u32) -> &[u32] {
        self.edges.from(node)
    }

    /// Who refers to each node: the same graph with every edge turned round.
    pub fn reversed(&self) -> Self {
        let edges = Edges::of(self.len(), |edge| {
            for from in 0..index(self.len()) {
                self.edges(from).iter().for_each(|to| edge(*to, from));
            }
        });
        Self { starts: self.starts, edges }
    }

    /// Whether each node can be reached from the root.
    pub fn reachable(&self) -> Vec<bool> {
        let mut reached = vec![false; self.len()];
        let mut queue = vec![self.root()];
        reached[self.root() as usize] = true;
        while let Some(node) = queue.pop() {
            for next in self.edges(node) {
                if !std::mem::replace(&mut reached[*next as usize], true) {
                    queue.push(*next);
                }
            }
        }
        reached
    }

    fn numbers(&self, references: &[Entity], counts: &[u32; 8]) -> Result<Box<[u32]>> {
        let mut numbers = Vec::with_capacity(references.len());
        for entity in references {
            let count = counts[entity.space as usize];
            anyhow::ensure!(entity.index < count, "{entity} is referred to, and there are only {count}");
            numbers.push(self.node(*entity));
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers.into())
    }
}

fn read_body(references: &mut References, body: &FunctionBody<'_>) -> Result<()> {
    for local in body.get_locals_reader()? {
        references.note_value_type(local?.1);
    }
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        operators.visit_operator(references)?;
    }
    Ok(())
}
