//! Blocks that are joined when they are freed.
//!
//! Each block has a tag at both ends: how long it is, and whether it is free. So
//! a block that is freed sees whether those next to it are, and becomes one with
//! them.
//!
//! Invariants, between calls:
//!
//! - B1: a region is pages of the source in one piece. Blocks fill it from its
//!   start up to 2 words before its end, where there is the fence: a block without
//!   length that is never free. Word 0 of its first block says that nothing below
//!   is free.
//! - B2: word 1 of a block and word 0 of what is above it are equal: its length in
//!   bytes, and [`FREE`] if it is.
//! - B3: a block is in the bin of its length exactly if it is free, and no two
//!   free blocks are next to each other.
//! - B4: `end` is the fence of the region that was made last, or none.

#![expect(unsafe_code, reason = "divides pages into blocks")]

use crate::pages::{PageCount, PageSource, clear};
use crate::tagged::{Bin, Bins, Block, FREE, GRANULE_LEN, SMALLEST_LEN};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr;

/// Joins what is free, and finds a block that fits in bins by size.
///
/// All memory that was freed is one piece again where it was one, and may become
/// blocks of any size. A block takes two words more than its size, rounded up to
/// two words; so few blocks are looked at that a call takes constant time.
/// Somebody else may grow the memory; pages that follow each other are one piece.
///
/// Of the blocks about as long as the one that is wanted, only the first is looked
/// at: a free one that would do may be passed over if it is less than a quarter
/// longer, even at the end of memory. One that is aligned to more than two words is
/// looked for as one that is longer by its alignment.
///
/// It is not `Sync`: put it into [`Locked`](crate::Locked) or
/// [`SingleThreaded`](crate::SingleThreaded). From its first call on it has to stay
/// where it is, as a `static` does: its blocks point to it.
pub struct Balanced<S> {
    source: S,
    end: Cell<Block>,
    /// The bin that a block was put into last: mostly the rest of one that was
    /// divided, and a good place to go on.
    recent: Cell<Bin>,
    bins: Bins,
}

// SAFETY: blocks are memory that belongs to this allocator, not to the thread
// that got it.
unsafe impl<S: Send> Send for Balanced<S> {}

/// How long a block with room for `size` bytes is.
#[inline]
const fn len(size: usize) -> usize {
    // No overflow: a size is at most `isize::MAX`. One byte is as good as none.
    ((size | (size == 0) as usize) + SMALLEST_LEN - 1) & !(GRANULE_LEN - 1)
}

impl<S: PageSource> Balanced<S> {
    /// An allocator that takes pages from `source` when it first needs some.
    #[must_use]
    pub const fn new(source: S) -> Self {
        Self { source, end: Cell::new(Block::NONE), recent: Cell::new(ptr::null()), bins: Bins::new() }
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
        // SAFETY: the caller says that the block is so long.
        unsafe { Self::tag(block, len, FREE) };
        let bin = self.bins.of(len);
        self.recent.set(bin);
        // SAFETY: the bin is one of these.
        let list = unsafe { self.bins.list(bin) };
        // SAFETY: it is free now, and has been in no list.
        unsafe { block.link(list) };
    }

    /// Sets both tags of a block.
    ///
    /// # Safety
    ///
    /// It is `len` bytes long.
    #[inline]
    unsafe fn tag(block: Block, len: usize, free: usize) {
        block.set_tag(len | free);
        // SAFETY: what is above is a block, or the fence.
        unsafe { block.above(len) }.set_of_below(len | free);
    }

    /// Frees a block, and joins it with those next to it that are free.
    ///
    /// # Safety
    ///
    /// Nobody has the block, and its tag is its length.
    #[inline]
    unsafe fn free(&self, mut block: Block) {
        let mut len = block.tag();
        // SAFETY: so long is the block.
        let above = unsafe { block.above(len) };
        if above.tag() & FREE != 0 {
            // SAFETY: it is free.
            len += unsafe { self.remove(above) };
        }
        let below = block.of_below();
        if below & FREE != 0 {
            // SAFETY: so long is the block below (B2).
            block = unsafe { block.below(below - FREE) };
            // SAFETY: it is free.
            len += unsafe { self.remove(block) };
        }
        // SAFETY: nobody had any of it, and what was free next to it is in it.
        unsafe { self.insert(block, len) };
    }

    /// Takes a block of at least `need` bytes, or none if there is no memory.
    #[inline]
    fn take(&self, need: usize) -> Block {
        let mut bin = self.bins.of(need);
        loop {
            // SAFETY: the bin is one of these.
            let block = unsafe { self.bins.list(bin) }.get();
            if !block.is_none() && block.tag() >= need {
                // SAFETY: what is in a bin is free.
                let mut len = unsafe { self.remove(block) };
                if len - need >= SMALLEST_LEN {
                    // SAFETY: the block is longer than that.
                    let rest = unsafe { block.above(need) };
                    // SAFETY: nobody has the rest of it, and what is above it is not free
                    // (B3), nor will the block be.
                    unsafe { self.insert(rest, len - need) };
                    len = need;
                }
                // SAFETY: so long is the block.
                unsafe { Self::tag(block, len, 0) };
                return block;
            }
            // SAFETY: as above.
            if let Some(next) = unsafe { self.bins.after(bin) } {
                // One that something was put into, if it is later.
                bin = next.max(self.recent.get());
                continue;
            }
            // Once more without that: a bin that was passed over may have a block.
            if self.recent.replace(ptr::null()).is_null() && !self.grow(need) {
                return Block::NONE;
            }
            bin = self.bins.of(need);
        }
    }

    /// Gets pages for a block of `need` bytes, and frees them. Says whether there
    /// were any.
    #[inline]
    fn grow(&self, need: usize) -> bool {
        let pages = PageCount::beyond(need);
        let Ok(fresh) = self.source.grow(pages) else {
            return false;
        };
        // SAFETY: from here on the pages are a region, or a part of one.
        let fresh = unsafe { Block::new(fresh.as_ptr()) };
        let mut block = self.end.get();
        if block.addr() != fresh.addr().wrapping_sub(GRANULE_LEN) {
            block = fresh;
            if !S::ZEROED {
                block.set_of_below(0);
            }
        }
        // SAFETY: the fence is within the pages, whose bytes can be counted.
        let end = unsafe { fresh.above(pages.bytes() - GRANULE_LEN) };
        if !S::ZEROED {
            end.set_tag(0);
        }
        self.end.set(end);
        block.set_tag(end.addr() - block.addr());
        // SAFETY: nobody has it, and its tag is set.
        unsafe { self.free(block) };
        true
    }

    /// Takes a block of which the payload is a multiple of `align`, which is more
    /// than blocks are aligned to anyway.
    #[cold]
    fn take_aligned(&self, need: usize, align: usize) -> Block {
        // Enough for a free block below it and one above.
        let block = self.take(need + align + GRANULE_LEN);
        if block.is_none() {
            return block;
        }
        let addr = block.payload().addr();
        if addr & (align - 1) == 0 {
            return block;
        }
        let len = block.tag();
        // At least as long as a block, and at most what was asked for beyond `need`.
        let skip = ((addr + SMALLEST_LEN + align - 1) & !(align - 1)) - addr;
        // SAFETY: this is in the block.
        let aligned = unsafe { block.above(skip) };
        // SAFETY: each part is so long.
        unsafe { Self::tag(aligned, len - skip, 0) };
        // SAFETY: as above.
        unsafe { Self::tag(block, skip, 0) };
        // SAFETY: nobody has the part below.
        unsafe { self.free(block) };
        aligned
    }
}

// SAFETY: a block is free until it is handed out, and then it is in no bin (B3),
// so that nobody has it twice; it is as long as its tag says, which is enough; and
// its payload is aligned to `GRANULE_LEN` since pages are, or by `take_aligned`.
unsafe impl<S: PageSource> GlobalAlloc for Balanced<S> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let need = len(layout.size());
        let block = match layout.align() <= GRANULE_LEN {
            true => self.take(need),
            false => self.take_aligned(need, layout.align()),
        };
        if block.is_none() { ptr::null_mut() } else { block.payload() }
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
