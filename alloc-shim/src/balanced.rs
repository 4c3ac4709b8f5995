//! Blocks that are joined when they are freed.
//!
//! Each block has a tag at its front, and while it is free, its length at its end
//! too: so a block that is freed sees whether those next to it are free, and
//! becomes one with them.
//!
//! Invariants, between calls:
//!
//! - B1: a region is pages of the source in one piece. Blocks fill it from its
//!   start up to a granule before its end, where there is the fence: a block without
//!   length that is never free. Nothing is free below its first block.
//! - B2: the tag of a block is its length in bytes, and [`FREE`] if it is. Word 2 of
//!   what is above it is its length if it is free, and 0 if not.
//! - B3: a block is in the bin of its length exactly if it is free, and no two
//!   free blocks are next to each other.
//! - B4: `end` is the fence of the region that was made last, or none.

#![expect(unsafe_code, reason = "divides pages into blocks")]

use crate::pages::{PageCount, PageSource, clear};
use crate::tagged::{Bin, Bins, Block, FREE, GRANULE_LEN};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr;

/// Joins what is free, and finds a block that fits in bins by size.
///
/// All memory that was freed is one piece again where it was one, and may become
/// blocks of any size. A block takes two words more than its size, rounded up to
/// four words; so few blocks are looked at that a call takes constant time.
/// Somebody else may grow the memory; pages that follow each other are one piece.
///
/// Of the blocks about as long as the one that is wanted, only the first is looked
/// at: a free one that would do may be passed over if it is less than a quarter
/// longer, even at the end of memory. One that is aligned to more than four words is
/// looked for as one that is longer by its alignment.
///
/// It is not `Sync`: put it into [`Locked`](crate::Locked) or
/// [`SingleThreaded`](crate::SingleThreaded). From its first call on it has to stay
/// where it is, as a `static` does: its blocks point to it.
pub struct Balanced<S> {
    source: S,
    end: Cell<Option<Block>>,
    /// The bin that a block was put into last: mostly the rest of one that was
    /// divided, and a good place to go on.
    recent: Cell<Option<Bin>>,
    bins: Bins,
}

// SAFETY: blocks are memory that belongs to this allocator, not to the thread
// that got it.
unsafe impl<S: Send> Send for Balanced<S> {}

/// How long a block with room for `size` bytes is.
#[inline]
const fn len(size: usize) -> usize {
    // No overflow: a size is at most `isize::MAX`.
    (size + 2 * size_of::<usize>() + GRANULE_LEN - 1) & !(GRANULE_LEN - 1)
}

impl<S: PageSource> Balanced<S> {
    /// An allocator that takes pages from `source` when it first needs some.
    #[must_use]
    pub const fn new(source: S) -> Self {
        Self { source, end: Cell::new(None), recent: Cell::new(None), bins: Bins::new() }
    }

    /// Takes a free block out of its bin, and says how long it is.
    ///
    /// # Safety
    ///
    /// The block is free.
    #[inline(never)]
    unsafe fn remove(&self, block: Block) -> usize {
        // SAFETY: a free block is in a list (B3).
        unsafe { block.unlink() };
        block.tag() - FREE
    }

    /// Makes memory a free block.
    ///
    /// # Safety
    ///
    /// Nobody has the memory, and what is next to it is not free.
    #[inline]
    unsafe fn insert(&self, block: Block, len: usize) {
        block.set_tag(len | FREE);
        // SAFETY: so long is the block.
        unsafe { block.above(len) }.set_of_below(len);
        let bin = self.bins.of(len);
        self.recent.set(Some(bin));
        // SAFETY: it is free now, and has been in no list.
        unsafe { block.link(bin) };
    }

    /// Makes memory a block that is not free.
    ///
    /// # Safety
    ///
    /// Nobody has the memory.
    #[inline]
    unsafe fn hand_out(block: Block, len: usize) {
        block.set_tag(len);
        // SAFETY: so long is the block.
        unsafe { block.above(len) }.set_of_below(0);
    }

    /// Frees a block, joins it with those next to it that are free, and gives what
    /// that makes.
    ///
    /// # Safety
    ///
    /// Nobody has the block, and its tag is its length.
    #[inline]
    unsafe fn free(&self, mut block: Block) -> Block {
        let mut len = block.tag();
        // SAFETY: so long is the block.
        let above = unsafe { block.above(len) };
        if above.tag() & FREE != 0 {
            // SAFETY: it is free.
            len += unsafe { self.remove(above) };
        }
        let below = block.of_below();
        if below != 0 {
            // SAFETY: so long is the block below (B2).
            block = unsafe { block.below(below) };
            // SAFETY: it is free.
            len += unsafe { self.remove(block) };
        }
        // SAFETY: nobody had any of it, and what was free next to it is in it.
        unsafe { self.insert(block, len) };
        block
    }

    /// Takes a block of `need` bytes, and gives its payload, or null if there is no
    /// memory.
    #[inline]
    fn take(&self, need: usize) -> *mut u8 {
        let mut bin = self.bins.of(need);
        let mut recent = self.recent.get();
        let block = loop {
            // SAFETY: it is the front of a list.
            if let Some(block) = unsafe { bin.read() }
                && block.tag() >= need
            {
                break block;
            }
            // SAFETY: the bin is one of these.
            if let Some(next) = unsafe { self.bins.after(bin) } {
                // One that something was put into, if it is later.
                bin = recent.map_or(next, |recent| next.max(recent));
            } else if recent.is_none() {
                match self.grow(need) {
                    Some(block) => break block,
                    None => return ptr::null_mut(),
                }
            } else {
                // Once more without that: a bin that was passed over may have a block.
                recent = None;
                bin = self.bins.of(need);
            }
        };
        // SAFETY: it is free.
        let len = unsafe { self.remove(block) };
        if len != need {
            // SAFETY: the block is longer than that.
            let rest = unsafe { block.above(need) };
            // SAFETY: nobody has the rest of it, and what is above it is not free
            // (B3), nor will the block be.
            unsafe { self.insert(rest, len - need) };
        }
        // SAFETY: so long is the block.
        unsafe { Self::hand_out(block, need) };
        block.payload()
    }

    /// Gets pages for a block of `need` bytes, if there are any, and frees them: that
    /// makes a free block which is long enough.
    #[inline]
    fn grow(&self, need: usize) -> Option<Block> {
        let pages = PageCount::beyond(need);
        // SAFETY: from here on the pages are a region, or a part of one.
        let fresh = unsafe { Block::new(self.source.grow(pages).ok()?) };
        let block = match self.end.get() {
            Some(end) if end.addr() == fresh.addr() - GRANULE_LEN => end,
            _ => {
                if !S::ZEROED {
                    fresh.set_of_below(0);
                }
                fresh
            }
        };
        // SAFETY: the fence is within the pages, whose bytes can be counted.
        let end = unsafe { fresh.above(pages.bytes() - GRANULE_LEN) };
        if !S::ZEROED {
            end.set_tag(0);
        }
        self.end.set(Some(end));
        block.set_tag(end.addr() - block.addr());
        // SAFETY: nobody has it, and its tag is set.
        Some(unsafe { self.free(block) })
    }

    /// Takes a block of which the payload is a multiple of `align`, which is more
    /// than blocks are aligned to anyway.
    #[cold]
    fn take_aligned(&self, need: usize, align: usize) -> *mut u8 {
        let payload = self.take(need + align);
        if payload.is_null() {
            return payload;
        }
        // Less than what was asked for beyond `need`.
        let skip = payload.addr().wrapping_neg() & (align - 1);
        if skip == 0 {
            return payload;
        }
        // SAFETY: it is that of a block.
        let block = unsafe { Block::of_payload(payload) };
        let len = block.tag();
        // SAFETY: this is in the block.
        let aligned = unsafe { block.above(skip) };
        // SAFETY: each part is so long.
        unsafe { Self::hand_out(aligned, len - skip) };
        // SAFETY: as above.
        unsafe { Self::hand_out(block, skip) };
        // SAFETY: nobody has the part below.
        unsafe { self.free(block) };
        aligned.payload()
    }
}

// SAFETY: a block is free until it is handed out, and then it is in no bin (B3),
// so that nobody has it twice; it is as long as its tag says, which is enough; and
// its payload is aligned to `GRANULE_LEN` since pages are, or by `take_aligned`.
unsafe impl<S: PageSource> GlobalAlloc for Balanced<S> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let need = len(layout.size());
        match layout.align() <= GRANULE_LEN {
            true => self.take(need),
            false => self.take_aligned(need, layout.align()),
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let untouched = self.source.untouched();
        // SAFETY: the caller promises what `alloc` asks for.
        let block = unsafe { self.alloc(layout) };
        // SAFETY: pages that are new were one free block: the words of its list are there.
        unsafe { clear(block, layout.size(), untouched, GRANULE_LEN) };
        block
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, _: Layout) {
        // SAFETY: it is of this allocator, says the caller.
        let block = unsafe { Block::of_payload(ptr) };
        // SAFETY: the caller gives up the block, so that nobody has it, and its tag
        // is as it was set when it was handed out.
        unsafe { self.free(block) };
    }
}
