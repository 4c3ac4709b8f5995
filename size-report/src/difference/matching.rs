//! Which function of the old module is which one of the new.
//!
//! In turn, each step on what the ones before left over:
//!
//! 1. functions with equal code, whose references lead to equal code, to any
//!    depth that a few rounds reach (as in Weisfeiler and Lehman's test of graphs);
//! 2. functions with equal names, without the hash in them;
//! 3. functions with equal code but for indices and addresses, in order;
//! 4. functions whose code is alike: that share at least a tenth of a sample of
//!    their stretches of code, those that share the most first (the bottom-k
//!    sketch of Broder, "On the resemblance and containment of documents", 1997);
//! 5. what two matched functions call at the same place, if they make equally many
//!    calls;
//! 6. functions between the same two neighbours, in order, if their lengths are
//!    alike: linkers keep the order of what they link.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;

use crate::digest::Digest;
use crate::module::analysis::Part;
use crate::module::entity::{Entity, Space};
use crate::module::layout::Body;
use crate::rewrite::masked::{Masked, masked};

/// A function of one side.
#[derive(Debug)]
pub struct Function {
    /// Its index among those that are defined.
    pub ordinal: usize,
    /// Its name without the hash, if it has one.
    pub name: Option<String>,
    /// The length of its entry in the code section, in bytes.
    pub bytes: u64,
    /// Its code without indices and addresses.
    pub shape: Digest,
    /// Its shape, and the deep shapes of what it refers to.
    pub deep: Digest,
    /// The smallest hashes of all stretches of its outline, sorted.
    pub sketch: Vec<u64>,
    /// What it calls, by position among those that are defined, in order.
    pub calls: Vec<usize>,
}

/// How many bytes of code a stretch has.
const STRETCH: usize = 8;
/// How many hashes a sketch keeps.
const SKETCH: usize = 64;

/// How often references are followed.
const ROUNDS: usize = 4;

/// The functions that `part` defines.
///
/// # Errors
///
/// If one of them is malformed.
pub fn functions(part: &Part<'_>) -> Result<Vec<Function>> {
    let addresses = 1024..part.layout.data_end().max(1024);
    let masked: Vec<Masked> =
        part.layout.bodies.par_iter().map(|body| checked(part, body, &addresses)).collect::<Result<_>>()?;
    let sketches: Vec<Vec<u64>> = masked.par_iter().map(|masked| sketch(&masked.outline)).collect();
    let bodies: Vec<(Digest, Vec<Entity>)> =
        masked.into_par_iter().map(|masked| (Digest::of(&masked.shape), masked.references)).collect();
    let first = part.layout.imported_functions;
    let mut deep: Vec<Digest> = bodies.iter().map(|(shape, _)| *shape).collect();
    for _ in 0..ROUNDS {
        deep = bodies
            .par_iter()
            .map(|(shape, references)| {
                let mut parts = vec![shape.as_ref().to_vec()];
                for reference in references {
                    parts.push(match reference.space {
                        Space::Func if reference.index >= first => {
                            deep[(reference.index - first) as usize].as_ref().to_vec()
                        }
                        Space::Func => part.names.get(*reference).into_bytes(),
                        space => space.keyword().as_bytes().to_vec(),
                    });
                }
                Digest::of_parts(parts)
            })
            .collect();
    }
    let with_sketch = part.layout.bodies.iter().zip(sketches).enumerate();
    let calls = |references: &[Entity]| {
        let defined = references.iter().filter(|entity| entity.space == Space::Func && entity.index >= first);
        defined.map(|entity| (entity.index - first) as usize).collect()
    };
    let functions = with_sketch.map(|(ordinal, (body, sketch))| {
        let entity = Entity::new(Space::Func, body.index);
        let name = part.names.get(entity);
        let name = (name != entity.to_string()).then_some(name);
        Function {
            ordinal,
            name,
            bytes: body.bytes,
            shape: bodies[ordinal].0,
            deep: deep[ordinal],
            sketch,
            calls: calls(&bodies[ordinal].1),
        }
    });
    Ok(functions.collect())
}

/// The masked body of a function that only refers to functions that are there.
fn checked(part: &Part<'_>, body: &Body<'_>, addresses: &Range<i64>) -> Result<Masked> {
    let context = || format!("in {body}");
    let masked = masked(&body.body, addresses).with_context(context)?;
    let count = part.layout.counts[Space::Func as usize];
    for reference in masked.references.iter().filter(|reference| reference.space == Space::Func) {
        let there = reference.index < count;
        ensure!(there, "{}: {reference} is referred to, and there are only {count}", context());
    }
    Ok(masked)
}

/// For each function of `old`, which one of `new` it became.
pub fn matches(old: &[Function], new: &[Function]) -> Vec<Option<usize>> {
    let mut matching = Matching { to_new: vec![None; old.len()], taken: vec![false; new.len()] };
    // Where several are alike, a common name decides.
    matching.by(old, new, |function| Some((function.deep, function.name.clone()?)));
    matching.by(old, new, |function| Some(function.deep));
    matching.by(old, new, |function| function.name.clone());
    matching.by(old, new, |function| Some(function.shape));
    matching.by_likeness(old, new);
    matching.by_calls(old, new);
    matching.between_neighbours(old, new);
    matching.by_calls(old, new);
    matching.to_new
}

struct Matching {
    to_new: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Matching {
    /// Matches what has the same key, in order.
    fn by<K: Hash + Eq>(&mut self, old: &[Function], new: &[Function], key: impl Fn(&Function) -> Option<K>) {
        let mut waiting: HashMap<K, std::collections::VecDeque<usize>> = HashMap::new();
        for function in new.iter().filter(|function| !self.taken[function.ordinal]) {
            if let Some(key) = key(function) {
                waiting.entry(key).or_default().push_back(function.ordinal);
            }
        }
        for function in old {
            if self.to_new[function.ordinal].is_some() {
                continue;
            }
            let found = key(function).and_then(|key| waiting.get_mut(&key)?.pop_front());
            if let Some(found) = found {
                self.pair(function.ordinal, found);
            }
        }
    }

    /// Matches what shares the most of its sketch.
    fn by_likeness(&mut self, old: &[Function], new: &[Function]) {
        let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
        for function in new.iter().filter(|function| !self.taken[function.ordinal]) {
            for hash in &function.sketch {
                having.entry(*hash).or_default().push(function.ordinal);
            }
        }
        let mut pairs = Vec::new();
        for function in old.iter().filter(|function| self.to_new[function.ordinal].is_none()) {
            let mut shared: HashMap<usize, usize> = HashMap::new();
            for ordinal in function.sketch.iter().filter_map(|hash| having.get(hash)).flatten() {
                *shared.entry(*ordinal).or_default() += 1;
            }
            for (found, count) in shared {
                let smaller = function.sketch.len().min(new[found].sketch.len());
                if count * 10 >= smaller && alike(function.bytes, new[found].bytes) {
                    pairs.push((std::cmp::Reverse(count), function.ordinal.abs_diff(found), function.ordinal, found));
                }
            }
        }
        pairs.sort_unstable();
        for (_, _, old, found) in pairs {
            if self.to_new[old].is_none() && !self.taken[found] {
                self.pair(old, found);
            }
        }
    }

    /// Follows the calls of what is matched, again and again, until nothing new
    /// comes of it.
    fn by_calls(&mut self, old: &[Function], new: &[Function]) {
        let mut queue: Vec<usize> = (0..old.len()).filter(|ordinal| self.to_new[*ordinal].is_some()).collect();
        while let Some(caller) = queue.pop() {
            let Some(matched) = self.to_new[caller] else { continue };
            let (from, to) = (&old[caller].calls, &new[matched].calls);
            if from.len() != to.len() {
                continue;
            }
            for (called, found) in from.iter().zip(to) {
                let free = self.to_new[*called].is_none() && !self.taken[*found];
                if free && alike(old[*called].bytes, new[*found].bytes) {
                    self.pair(*called, *found);
                    queue.push(*called);
                }
            }
        }
    }

    /// Goes through both in order, from one matched pair to the next, and matches
    /// those in between that are alike in length.
    fn between_neighbours(&mut self, old: &[Function], new: &[Function]) {
        let mut next = 0;
        for function in old {
            if let Some(matched) = self.to_new[function.ordinal] {
                next = matched + 1;
                continue;
            }
            if next < new.len() && !self.taken[next] && alike(function.bytes, new[next].bytes) {
                self.pair(function.ordinal, next);
                next += 1;
            }
        }
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.to_new[old] = Some(new);
        self.taken[new] = true;
    }
}

fn alike(a: u64, b: u64) -> bool {
    a.max(b) <= a.min(b).saturating_mul(2).max(16)
}

/// The smallest hashes of all stretches of `shape`, or of all of it if it is
/// shorter than one.
fn sketch(shape: &[u8]) -> Vec<u64> {
    let hash = |stretch: &[u8]| {
        // Any mixing will do that spreads the hashes evenly; this is FNV-1a with
        // the last step of MurmurHash3.
        let folded = stretch.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mixed = (folded ^ (folded >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 33)
    };
    let mut hashes: Vec<u64> = shape.windows(STRETCH).map(hash).collect();
    if hashes.is_empty() {
        hashes.push(hash(shape));
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SKETCH);
    hashes
}
