//! Which worker builds what.
//!
//! A worker has a folder for cargo of its own, and what was built there before,
//! the dependencies above all, need not be built again. So each batch has a
//! home, the same in every run, and a worker takes others' batches only when its
//! own are done.

use std::collections::VecDeque;
use std::sync::Mutex;

use indexmap::IndexMap;

use crate::axis::Axis;
use crate::cell::Cell;
use crate::digest::Digest;

/// Cells that come from one linked module, by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compilation {
    /// What the cells have in common.
    pub cell: Cell,
    /// Where they are in the list of all cells.
    pub cells: Vec<usize>,
}

/// The batches of all workers.
#[derive(Debug)]
pub struct Queue {
    homes: Mutex<Vec<VecDeque<Vec<Compilation>>>>,
}

impl Queue {
    /// Spreads `compilations` over `workers`.
    ///
    /// Those that differ in nothing but features share their dependencies, and
    /// are one batch; unless that leaves a worker idle, and then each is its own.
    pub fn new(compilations: Vec<Compilation>, workers: usize) -> Self {
        let mut batches: IndexMap<Cell, Vec<Compilation>> = IndexMap::new();
        let count = compilations.len();
        for compilation in compilations {
            batches.entry(compilation.cell.with(Axis::Features, "")).or_default().push(compilation);
        }
        let apart = batches.len() < workers && count > batches.len();
        let mut homes = vec![VecDeque::new(); workers];
        for (profile, batch) in batches {
            let home = &mut homes[home_of(&profile, workers)];
            if apart {
                home.extend(batch.into_iter().map(|compilation| vec![compilation]));
            } else {
                home.push_back(batch);
            }
        }
        Self { homes: Mutex::new(homes) }
    }

    /// The next batch for `worker`: the first of its own, or else the last of
    /// whoever has the most left. Nothing once all are taken.
    pub fn next(&self, worker: usize) -> Option<Vec<Compilation>> {
        let mut homes = self.homes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(batch) = homes.get_mut(worker).and_then(VecDeque::pop_front) {
            return Some(batch);
        }
        homes.iter_mut().max_by_key(|home| home.len()).and_then(VecDeque::pop_back)
    }
}

fn home_of(profile: &Cell, workers: usize) -> usize {
    let digest = Digest::of(profile.slug().as_bytes());
    let number = digest.as_ref().iter().take(4).fold(0, |number, byte| number << 8 | usize::from(*byte));
    number % workers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compilation(opt_level: &str, features: &str) -> Compilation {
        let cell = Cell::default().with(Axis::OptLevel, opt_level).with(Axis::Features, features);
        Compilation { cell, cells: Vec::new() }
    }

    fn all() -> Vec<Compilation> {
        ["0", "1", "2", "3", "s", "z"]
            .iter()
            .flat_map(|opt_level| ["a", "b"].map(|features| compilation(opt_level, features)))
            .collect()
    }

    fn drained(queue: &Queue, worker: usize) -> Vec<Vec<Compilation>> {
        std::iter::from_fn(|| queue.next(worker)).collect()
    }

    #[test]
    fn one_worker_does_everything_in_batches_of_one_profile() {
        let batches = drained(&Queue::new(all(), 3), 1);
        assert_eq!(batches.len(), 6);
        for batch in &batches {
            assert_eq!(batch.len(), 2);
            assert_eq!(batch[0].cell.get(Axis::OptLevel), batch[1].cell.get(Axis::OptLevel));
        }
    }

    #[test]
    fn a_batch_has_the_same_home_however_many_others_there_are() {
        let (whole, part) = (Queue::new(all(), 2), Queue::new(all().split_off(6), 2));
        let own = |queue: &Queue, worker: usize| queue.homes.lock().unwrap()[worker].clone();
        for worker in [0, 1] {
            let of_whole = own(&whole, worker);
            assert!(own(&part, worker).iter().all(|batch| of_whole.contains(batch)));
        }
    }

    #[test]
    fn few_profiles_are_taken_apart_so_that_nobody_is_idle() {
        let queue = Queue::new(vec![compilation("z", "a"), compilation("z", "b")], 2);
        assert_eq!([0, 1].map(|worker| queue.next(worker).map(|batch| batch.len())), [Some(1), Some(1)]);
        assert_eq!(queue.next(0), None);
    }
}
