//! Blocks that are joined when they are freed, and resized where they are.
//!
//! Each block has a tag at its front, and while it is free, its length at its end
//! too: so a block that is freed sees whether those next to it are free, and
//! becomes one with them. What has never been a block, or is one no longer, at the
//! end of the last region, is the top: it is in no bin.
//!
//! Invariants, between calls:
//!
//! - F1: a region is pages of the source in one piece. Blocks fill it from its
//!   start up to the top, or if it is not the last one, up to a granule before its
//!   end, where there is the fence: a block without length that is never free.
//! - F2: the tag of a block is its length in bytes, [`FREE`] if it is, and
//!   [`BELOW`] if the block below is; then word 2 is the length of that.
//! - F3: a block is in the bin of its length exactly if it is free, and no two
//!   free blocks are next to each other, nor is one next to the top.
//! - F4: from `top` to `end`, which is where the fence of the last region is or will
//!   be, nobody has anything.

#![expect(unsafe_code, reason = "divides pages into blocks")]

use crate::pages::{PageCount, PageSource, clear};
use crate::tagged::{Bins, Block, FREE, GRANULE_LEN};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr;

/// In a tag: the block below is free.
const BELOW: usize = 2;

/// Joins what is free, finds a block that fits in bins by size, and resizes
/// blocks in place where there is room above them.
///
/// All memory that was freed is one piece again where it was one, and may become
/// blocks of any size. A block takes a word more than its size, rounded up to four
/// words; so few blocks are looked at that a call takes constant time. Somebody
/// else may grow the memory; pages that follow each other are one piece, and of
/// those that do not, the rest of the old ones is used too.
///
/// Of the blocks about as long as the one that is wanted, only the first is looked
/// at: a free one that would do may be passed over if it is less than a quarter
/// longer, even at the end of memory. One that is aligned to more than four words is
/// looked for as one that is longer by its alignment.
///
/// It is not `Sync`: put it into [`Locked`](crate::Locked) or
/// [`SingleThreaded`](crate::SingleThreaded). From its first call on it has to stay
/// where it is, as a `static` does: its blocks point to it.
pub struct Full<S> {
    source: S,
    top: Cell<Option<Block>>,
    end: Cell<Option<Block>>,
    bins: Bins,
}

// SAFETY: blocks are memory that belongs to this allocator, not to the thread
// that got it.
unsafe impl<S: Send> Send for Full<S> {}

/// How long a block with room for `size` bytes is.
#[inline]
const fn len(size: usize) -> usize {
    // No overflow: a size is at most `isize::MAX`.
    (size + size_of::<usize>() + GRANULE_LEN - 1) & !(GRANULE_LEN - 1)
}

/// Where a block begins, or 0.
#[inline]
fn addr(block: Option<Block>) -> usize {
    block.map_or(0, Block::addr)
}

/// The length that a tag says.
#[inline]
const fn len_of(tag: usize) -> usize {
    tag & !(FREE | BELOW)
}

impl<S: PageSource> Full<S> {
    /// An allocator that takes pages from `source` when it first needs some.
    #[must_use]
    pub const fn new(source: S) -> Self {
        Self { source, top: Cell::new(None), end: Cell::new(None), bins: Bins::new() }
    }

    /// How long the top is, in bytes.
    #[inline]
    fn room(&self) -> usize {
        // The end is not below the top (F4); it may be at the end of the address space.
        addr(self.end.get()) - addr(self.top.get())
    }

    /// Takes a free block out of its bin, and says how long it is. What is above it
    /// says no longer that it is free.
    ///
    /// # Safety
    ///
    /// The block is free.
    #[inline(never)]
    unsafe fn remove(&self, block: Block) -> usize {
        // SAFETY: a free block is in a list (F3).
        unsafe { block.unlink() };
        // The block below a free one is not free.
        let len = block.tag() - FREE;
        // SAFETY: so long is the block.
        let above = unsafe { block.above(len) };
        above.set_tag(above.tag() - BELOW);
        len
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
        let above = unsafe { block.above(len) };
        above.set_of_below(len);
        above.set_tag(above.tag() | BELOW);
        let bin = self.bins.of(len);
        // SAFETY: it is free now, and has been in no list.
        unsafe { block.link(bin) };
    }

    /// Frees a block, and joins it with those next to it that are free, or with
    /// the top.
    ///
    /// # Safety
    ///
    /// Nobody has the block, and its tag is right.
    #[inline]
    unsafe fn free(&self, mut block: Block) {
        let tag = block.tag();
        let mut len = len_of(tag);
        if tag & BELOW != 0 {
            // SAFETY: so long is the block below (F2).
            block = unsafe { block.below(block.of_below()) };
            // SAFETY: it is free.
            len += unsafe { self.remove(block) };
        }
        // SAFETY: so long is the block by now.
        let above = unsafe { block.above(len) };
        if Some(above) == self.top.get() {
            self.top.set(Some(block));
            return;
        }
        if above.tag() & FREE != 0 {
            // SAFETY: it is free.
            len += unsafe { self.remove(above) };
        }
        // SAFETY: nobody had any of it, and what was free next to it is in it.
        unsafe { self.insert(block, len) };
    }

    /// Takes a block of `need` bytes, and gives its payload, or null if there is no
    /// memory.
    #[inline]
    fn take(&self, need: usize) -> *mut u8 {
        let own = self.bins.of(need);
        let mut bin = own;
        let block = loop {
            // SAFETY: it is the front of a list.
            if let Some(block) = unsafe { bin.read() }
                && block.tag() >= need
            {
                // SAFETY: what is in a bin is free.
                let len = unsafe { self.remove(block) };
                if len != need {
                    // SAFETY: the block is longer than that.
                    let rest = unsafe { block.above(need) };
                    // SAFETY: nobody has the rest of it, and what is above it is not free
                    // (F3), nor will the block be.
                    unsafe { self.insert(rest, len - need) };
                }
                break block;
            }
            // Before a block that is much longer is divided, for the top is at hand.
            if bin != own && self.room() >= need {
                // SAFETY: there is room in it.
                let top = unsafe { self.top.get().unwrap_unchecked() };
                // SAFETY: so much is nobody's (F4).
                self.top.set(Some(unsafe { top.above(need) }));
                break top;
            }
            // SAFETY: the bin is one of these.
            match unsafe { self.bins.after(bin) } {
                Some(next) => bin = next,
                None if self.grow(need) => {}
                None => return ptr::null_mut(),
            }
        };
        block.set_tag(need);
        block.payload()
    }

    /// Gets pages for a block of `need` bytes at the top. Says whether there were any.
    #[inline]
    fn grow(&self, need: usize) -> bool {
        let pages = PageCount::beyond(need);
        let Ok(fresh) = self.source.grow(pages) else {
            return false;
        };
        // SAFETY: from here on the pages are a region, or a part of one.
        let fresh = unsafe { Block::new(fresh) };
        let end = self.end.get();
        if addr(end) != fresh.addr() - GRANULE_LEN {
            let rest = self.top.replace(Some(fresh));
            let len = addr(end) - addr(rest);
            if let Some(end) = end
                && !S::ZEROED
            {
                end.set_tag(0);
            }
            if len != 0 {
                // SAFETY: it is so long.
                let rest = unsafe { rest.unwrap_unchecked() };
                rest.set_tag(len);
                // SAFETY: nobody had it, and the fence above it was never free.
                unsafe { self.free(rest) };
            }
        }
        // SAFETY: the fence is within the pages, whose bytes can be counted.
        self.end.set(Some(unsafe { fresh.above(pages.bytes() - GRANULE_LEN) }));
        true
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
        // SAFETY: it is that of a block.
        let block = unsafe { Block::of_payload(payload) };
        // SAFETY: this is in the block.
        let aligned = unsafe { block.above(skip) };
        aligned.set_tag(block.tag() - skip);
        if skip != 0 {
            block.set_tag(skip);
            // SAFETY: nobody has the part below.
            unsafe { self.free(block) };
        }
        // SAFETY: so long is what is left.
        unsafe { self.cut(aligned, aligned.tag(), need) };
        aligned.payload()
    }

    /// Gives `block` the tag `tag`, less what is beyond `need` bytes, which is freed.
    ///
    /// # Safety
    ///
    /// It is a block that is not free, of the length in `tag`, at least `need`.
    #[inline]
    unsafe fn cut(&self, block: Block, mut tag: usize, need: usize) {
        let rest = len_of(tag) - need;
        if rest != 0 {
            tag -= rest;
            // SAFETY: it is in the block.
            let above = unsafe { block.above(need) };
            above.set_tag(rest);
            // SAFETY: nobody has it any more.
            unsafe { self.free(above) };
        }
        block.set_tag(tag);
    }
}

// SAFETY: a block is free until it is handed out, and then it is in no bin (F3)
// and not in the top, so that nobody has it twice; it is as long as its tag says,
// which is enough; and its payload is aligned to `GRANULE_LEN` since pages are, or
// by `take_aligned`.
unsafe impl<S: PageSource> GlobalAlloc for Full<S> {
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
        // SAFETY: pages that are new are the top, and nothing is written there.
        unsafe { clear(block, layout.size(), untouched, 0) };
        block
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, _: Layout) {
        // SAFETY: it is of this allocator, says the caller.
        let block = unsafe { Block::of_payload(ptr) };
        // SAFETY: the caller gives up the block, so that nobody has it.
        unsafe { self.free(block) };
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let need = len(new_size);
        // SAFETY: the caller has it of this allocator.
        let block = unsafe { Block::of_payload(ptr) };
        let mut tag = block.tag();
        // All that is free above it becomes a part of it, whether that is enough or
        // not: if it is not, the block is given up with it.
        // SAFETY: so long is the block.
        let above = unsafe { block.above(len_of(tag)) };
        if Some(above) == self.top.get() {
            tag += self.room();
            self.top.set(self.end.get());
        } else if above.tag() & FREE != 0 {
            // SAFETY: it is free.
            tag += unsafe { self.remove(above) };
        }
        if len_of(tag) >= need {
            // SAFETY: it is the caller's.
            unsafe { self.cut(block, tag, need) };
            return ptr;
        }
        block.set_tag(tag);
        // SAFETY: the caller says that it is a layout.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: as above.
        let new = unsafe { self.alloc(new_layout) };
        if !new.is_null() {
            // SAFETY: the new block is longer than the old one, and another.
            unsafe { ptr::copy_nonoverlapping(ptr, new, layout.size()) };
            // SAFETY: the caller gives it up.
            unsafe { self.free(block) };
        }
        new
    }
}
