//! Blocks of one size, as many as there are, each with a pointer to the one
//! before it: so no table has to hold them.
//!
//! Invariant: from `newest` downwards, every block came from the allocator with
//! `LAYOUT` and has not been freed; its first words are a `Link`. Before a link
//! is followed its seal is looked at, so a block that another wrote over is
//! reported and not followed.

#![expect(unsafe_code, reason = "keeps its books inside the blocks")]

use crate::violation::Violation;
use core::alloc::{GlobalAlloc, Layout};
use core::ptr;

/// Longer where there is less time: so there are fewer.
pub(crate) const SIZE: usize = if cfg!(miri) { 40_000 } else { 4000 };
const ALIGN: usize = align_of::<Link>();

/// More blocks than the most memory that can be filled has.
const TOO_MANY: usize = (64 << 20) / SIZE + 1;

#[derive(Clone, Copy)]
struct Link {
    below: *mut Link,
    seal: usize,
}

impl Link {
    fn new(at: *mut Link, below: *mut Link) -> Self {
        Self { below, seal: !(at.addr() ^ below.addr().rotate_left(7)) }
    }

    fn is_sealed_at(self, at: *mut Link) -> bool {
        self.seal == Self::new(at, self.below).seal
    }
}

/// A stack of blocks.
pub(crate) struct Chain<'a, A> {
    allocator: &'a A,
    case: &'static str,
    newest: *mut Link,
    len: usize,
}

impl<'a, A: GlobalAlloc> Chain<'a, A> {
    pub(crate) fn new(allocator: &'a A, case: &'static str) -> Self {
        Self { allocator, case, newest: ptr::null_mut(), len: 0 }
    }

    fn layout() -> Layout {
        crate::blocks::layout_of(SIZE, ALIGN)
    }

    fn violation(&self, what: &'static str, addr: usize) -> Violation {
        Violation { case: self.case, what, values: [("size", SIZE), ("address", addr), ("live blocks", self.len)] }
    }

    /// Makes blocks until there is no memory, and returns how many live.
    pub(crate) fn fill(&mut self) -> Result<usize, Violation> {
        loop {
            // SAFETY: the size is not 0.
            let block = unsafe { self.allocator.alloc(Self::layout()) };
            let block = block.cast::<Link>();
            if block.is_null() {
                return Ok(self.len);
            }
            if !block.is_aligned() {
                return Err(self.violation("a block is not aligned", block.addr()));
            }
            if self.len == TOO_MANY {
                return Err(self.violation("memory never runs out", block.addr()));
            }
            // SAFETY: the block is longer than a link and aligned for it.
            unsafe { block.write(Link::new(block, self.newest)) };
            // SAFETY: a link comes first, and the block is longer than two.
            let rest = unsafe { block.add(1) };
            // SAFETY: these are the bytes of the block after its link. Writing
            // them ruins the seal of any block that overlaps this one.
            unsafe { rest.cast::<u8>().write_bytes(0xa5, SIZE - size_of::<Link>()) };
            self.newest = block;
            self.len += 1;
        }
    }

    /// The link in block `at`, if nobody wrote over it.
    fn link(&self, at: *mut Link) -> Result<Link, Violation> {
        // SAFETY: `at` is a block of the chain, which starts with a link.
        let link = unsafe { at.read() };
        if link.is_sealed_at(at) { Ok(link) } else { Err(self.violation("a block was written over", at.addr())) }
    }

    /// Checks every block.
    pub(crate) fn verify(&self) -> Result<(), Violation> {
        let mut at = self.newest;
        while !at.is_null() {
            at = self.link(at)?.below;
        }
        Ok(())
    }

    /// With memory full, asks for more of the newest block and for zeros.
    pub(crate) fn must_be_full(&self) -> Result<(), Violation> {
        // SAFETY: the size is not 0.
        let zeros = unsafe { self.allocator.alloc_zeroed(Self::layout()) };
        if !zeros.is_null() {
            return Err(self.violation("zeros were granted in full memory", zeros.addr()));
        }
        if self.newest.is_null() {
            return Err(self.violation("memory was full before the first block", 0));
        }
        let block = self.newest.cast::<u8>();
        // SAFETY: the newest block is live and has this layout.
        let longer = unsafe { self.allocator.realloc(block, Self::layout(), SIZE + (2 << 16)) };
        if !longer.is_null() {
            return Err(self.violation("a block grew in full memory", longer.addr()));
        }
        self.verify()
    }

    /// Frees all blocks, the newest first.
    pub(crate) fn free_newest_first(&mut self) -> Result<(), Violation> {
        while !self.newest.is_null() {
            let block = self.newest;
            self.newest = self.link(block)?.below;
            self.free(block);
        }
        Ok(())
    }

    /// Frees every second block, and then the others.
    pub(crate) fn free_with_gaps(&mut self) -> Result<(), Violation> {
        let mut at = self.newest;
        while !at.is_null() {
            let gap = self.link(at)?.below;
            if gap.is_null() {
                break;
            }
            let below = self.link(gap)?.below;
            self.free(gap);
            // SAFETY: `at` is still a block of the chain.
            unsafe { at.write(Link::new(at, below)) };
            at = below;
        }
        self.free_newest_first()
    }

    /// Frees a block that the chain no longer leads to, or will not in a moment.
    fn free(&mut self, block: *mut Link) {
        self.len -= 1;
        // SAFETY: `block` was a block of the chain, so it is live and has this
        // layout; callers take it out of the chain, so it is freed once.
        unsafe { self.allocator.dealloc(block.cast(), Self::layout()) };
    }
}
