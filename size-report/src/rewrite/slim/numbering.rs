//! The new index of everything that stays.

use std::fmt;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode};

use super::canonical::Canonical;
use super::parts::{Parts, count};
use super::reach::Reached;
use crate::module::entity::Space;

/// How many functions have an index of one byte, and of two.
const TIERS: [usize; 2] = [1 << 7, 1 << 14];

/// Old indices to new ones.
#[derive(Debug)]
pub struct Numbering {
    new: [Vec<Option<u32>>; Space::ALL.len()],
    /// The defined functions that stay, by their number among those that were,
    /// in their new order.
    pub functions: Vec<usize>,
}

/// An index that nothing was to use any more. It is a fault of this program.
#[derive(Debug)]
pub struct Gone(Space, u32);

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} was left out, and something refers to it", self.0, self.1)
    }
}

impl std::error::Error for Gone {}

impl Numbering {
    /// Numbers what was reached. Everything keeps its order, but for functions:
    /// if there are more than fit into indices of one byte, those that are named
    /// most often get them.
    pub fn of(parts: &Parts<'_>, canonical: &Canonical, reached: &Reached) -> Result<Self> {
        let in_order = |space: Space| {
            let mut next = 0;
            let number = |index| {
                reached.has(space, index).then(|| {
                    next += 1;
                    next - 1
                })
            };
            (0..parts.len(space)).map(number).collect::<Vec<Option<u32>>>()
        };
        let mut new = [
            in_order(Space::Type),
            in_order(Space::Func),
            in_order(Space::Table),
            in_order(Space::Memory),
            in_order(Space::Global),
            in_order(Space::Tag),
            in_order(Space::Elem),
            in_order(Space::Data),
        ];
        let imported = parts.imported(Space::Func);
        let functions = &mut new[Space::Func as usize];
        let kept_imports = functions.iter().take(imported as usize).flatten().count();
        let defined = order(imported..parts.len(Space::Func), kept_imports, reached);
        for (place, index) in defined.iter().enumerate() {
            functions[*index as usize] = Some(count(kept_imports + place));
        }
        for (space, canonical) in [(Space::Type, &canonical.types), (Space::Func, &canonical.functions)] {
            let numbers = new[space as usize].clone();
            for (index, same) in canonical.iter().enumerate() {
                new[space as usize][index] = numbers[*same as usize];
            }
        }
        let functions = defined.iter().map(|index| (index - imported) as usize).collect();
        Ok(Self { new, functions })
    }

    /// The new index of an item; none if it is left out.
    pub fn get(&self, space: Space, index: u32) -> Option<u32> {
        self.new[space as usize].get(index as usize).copied().flatten()
    }

    fn map(&self, space: Space, index: u32) -> Result<u32, Error<Gone>> {
        self.get(space, index).ok_or(Error::UserError(Gone(space, index)))
    }
}

/// The functions that stay, the most used ones among the first, and otherwise
/// in the order they had: neighbours are alike, which compressors like.
fn order(all: std::ops::Range<u32>, kept_imports: usize, reached: &Reached) -> Vec<u32> {
    let mut rest: Vec<u32> = all.filter(|index| reached.has(Space::Func, *index)).collect();
    let mut ordered = Vec::with_capacity(rest.len());
    for tier in TIERS {
        let room = tier.saturating_sub(kept_imports + ordered.len());
        if rest.len() <= room {
            break;
        }
        let mut by_use = rest.clone();
        by_use.sort_by_key(|index| std::cmp::Reverse(reached.uses(Space::Func, *index)));
        by_use.truncate(room);
        by_use.sort_unstable();
        rest.retain(|index| by_use.binary_search(index).is_err());
        ordered.extend(by_use);
    }
    ordered.extend(rest);
    ordered
}

/// Writes items with their new indices.
#[derive(Debug)]
pub struct Renumber<'n>(pub &'n Numbering);

impl Reencode for Renumber<'_> {
    type Error = Gone;

    fn type_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Type, index)
    }

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Func, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Table, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Memory, index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Global, index)
    }

    fn tag_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Tag, index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Elem, index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error<Gone>> {
        self.0.map(Space::Data, index)
    }
}
