//! Blocks made and freed in no order, all of them from one fixed region.
//!
//! The allocator is a part of what is measured, so it is the same on both sides,
//! as is where it gets its memory: neither the system's malloc nor
//! `memory.grow` is.

#![expect(unsafe_code, reason = "calls an allocator, and writes into its blocks")]

use core::cell::Cell;
use core::mem::MaybeUninit;
use core::ptr;
use std::sync::{Mutex, PoisonError};

use dlmalloc::{Allocator, Dlmalloc};

use crate::random::Random;

/// What the blocks are cut from, in bytes: about eight times what is live.
const REGION_LEN: usize = 16 << 20;

const ALIGNMENT: usize = 16;

#[repr(align(65536))]
struct Region([MaybeUninit<u8>; REGION_LEN]);

static REGION: Mutex<Region> = Mutex::new(Region([MaybeUninit::uninit(); REGION_LEN]));

/// The part of a region that no allocator has yet.
struct Source {
    start: *mut u8,
    taken: Cell<usize>,
}

// SAFETY: it stands for a region that whoever made it has for themselves.
unsafe impl Send for Source {}

// SAFETY: each byte of the region is given out once, and stays where it is.
unsafe impl Allocator for Source {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        let taken = self.taken.get();
        if size > REGION_LEN - taken {
            return (ptr::null_mut(), 0, 0);
        }
        self.taken.set(taken + size);
        // `taken + size` is at most the region's length.
        (self.start.wrapping_add(taken), size, 0)
    }

    fn remap(&self, _: *mut u8, _: usize, _: usize, _: bool) -> *mut u8 {
        ptr::null_mut()
    }

    fn free_part(&self, _: *mut u8, _: usize, _: usize) -> bool {
        false
    }

    fn free(&self, _: *mut u8, _: usize) -> bool {
        false
    }

    fn can_release_part(&self, _: u32) -> bool {
        false
    }

    fn allocates_zeros(&self) -> bool {
        false
    }

    fn page_size(&self) -> usize {
        65536
    }
}

/// A live block: at least 16 bytes, with a number in the first eight.
struct Block {
    start: *mut u8,
    len: usize,
}

impl Block {
    fn new(heap: &mut Dlmalloc<Source>, len: usize, number: u64) -> Self {
        // SAFETY: the length is not zero, and the alignment is a power of two.
        let start = unsafe { heap.malloc(len, ALIGNMENT) };
        assert!(!start.is_null(), "the region is used up");
        // SAFETY: the block is this one's alone, and large and aligned enough.
        unsafe { start.cast::<u64>().write(number) };
        Self { start, len }
    }

    /// Gives the block back to the heap that it came from.
    fn free(self, heap: &mut Dlmalloc<Source>) -> u64 {
        // SAFETY: the block is live, and `new` wrote this number into it.
        let number = unsafe { self.start.cast::<u64>().read() };
        // SAFETY: `new` made it with this length and alignment, and it is gone now.
        unsafe { heap.free(self.start, self.len, ALIGNMENT) };
        number
    }
}

/// Puts `work` new blocks in the places of others, frees all that are left, and adds
/// up what was in each.
pub fn churn(random: &mut Random, work: u32) -> u64 {
    let mut region = REGION.lock().unwrap_or_else(PoisonError::into_inner);
    let source = Source { start: region.0.as_mut_ptr().cast(), taken: Cell::new(0) };
    let mut heap = Dlmalloc::new_with_allocator(source);
    let mut blocks = [const { None::<Block> }; 4096];
    let mut sum = 0;
    for number in 1..=u64::from(work) {
        let place = random.below(4096) as usize;
        let len = (16_usize << random.below(8)) + random.below(16) as usize;
        if let Some(old) = blocks[place].replace(Block::new(&mut heap, len, number)) {
            sum = crate::mixed(sum, old.free(&mut heap));
        }
    }
    blocks.into_iter().flatten().fold(sum, |sum, block| crate::mixed(sum, block.free(&mut heap)))
}

#[cfg(test)]
mod tests {
    use super::churn;
    use crate::random::Random;

    #[test]
    fn every_block_keeps_what_was_written_into_it() {
        // The same without an allocator: a place holds the number itself.
        let mut random = Random::new(5);
        let mut places = [None; 4096];
        let mut sum = 0;
        for number in 1..=100_000 {
            let place = random.below(4096) as usize;
            let _length = (random.next(), random.next());
            if let Some(old) = places[place].replace(number) {
                sum = crate::mixed(sum, old);
            }
        }
        let expected = places.into_iter().flatten().fold(sum, crate::mixed);
        assert_eq!(churn(&mut Random::new(5), 100_000), expected);
    }
}
