//! Pages, divided front to back.
//!
//! Invariants:
//!
//! - B1: the run is memory from the source that nobody has, `left` bytes from
//!   `next`. It may end where the address space does, and then `next + left` is
//!   2^32: so the end is never computed as anything but a value to compare with.
//! - B2: a live block that ends at `next` was cut from this run, or is one piece
//!   with it, and so may be given back to it.

#![expect(unsafe_code, reason = "hands out parts of the source's pages")]

use crate::align::cut;
use crate::pages::{PageCount, PageSource, clear};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr;

/// Divides the pages of `S` from front to back.
///
/// The last block, and no other, can be freed, shrunk and grown in place: blocks
/// freed in the reverse order of their making are all had back, except for what
/// was skipped to align them.
///
/// If somebody else has grown the memory since, new pages do not follow the old
/// ones. It then goes on in the new ones and gives up the rest of the old.
///
/// It is not `Sync`: put it into [`Locked`](crate::Locked) or
/// [`SingleThreaded`](crate::SingleThreaded).
pub struct Bump<S> {
    source: S,
    run: Cell<Run>,
}

/// The memory that is not handed out yet.
#[derive(Clone, Copy)]
struct Run {
    next: *mut u8,
    left: usize,
}

// SAFETY: the run stands for memory that belongs to this allocator, not to the
// thread that got it.
unsafe impl<S: Send> Send for Bump<S> {}

impl<S: PageSource> Bump<S> {
    /// An allocator that takes pages from `source` when it first needs some.
    #[must_use]
    pub const fn new(source: S) -> Self {
        Self { source, run: Cell::new(Run { next: ptr::null_mut(), left: 0 }) }
    }

    /// Takes pages for at least `missing` more bytes, one or more: at the end of the
    /// run if they follow it, otherwise as a run of their own. Says whether there
    /// were any; if not, the run is as it was.
    fn grow(&self, missing: usize) -> bool {
        // At most 2^(BITS - 1) are missing, as `cut` says: their pages can be counted.
        let pages = PageCount::beyond(missing - 1);
        let Ok(fresh) = self.source.grow(pages) else {
            return false;
        };
        let mut run = self.run.get();
        // `fresh` is not null, as the end of a run that ends where the address
        // space does would be.
        if fresh.as_ptr() != run.next.wrapping_add(run.left) {
            run = Run { next: fresh.as_ptr(), left: 0 };
        }
        // No overflow: both parts are in one memory.
        run.left = run.left.wrapping_add(pages.bytes());
        self.run.set(run);
        true
    }
}

// SAFETY: a block is bytes cut from the front of the run (B1), so it shares none
// with those handed out before; bytes come back only with a block that the
// caller gives up (B2). Nothing here unwinds, since the source does not.
unsafe impl<S: PageSource> GlobalAlloc for Bump<S> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        loop {
            let run = self.run.get();
            let cut = cut(run.next.addr(), layout);
            if let Some(left) = run.left.checked_sub(cut.len_bytes) {
                let next = run.next.wrapping_add(cut.len_bytes);
                self.run.set(Run { next, left });
                return run.next.wrapping_add(cut.padding);
            }
            // If the new pages do not follow the run, they may be too few, and
            // then the second turn gets those that follow them.
            if !self.grow(cut.len_bytes - run.left) {
                return ptr::null_mut();
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let untouched = self.source.untouched();
        // SAFETY: the caller promises what `alloc` asks for.
        let block = unsafe { self.alloc(layout) };
        // SAFETY: blocks are cut from the run, and nothing is written there.
        unsafe { clear(block, layout.size(), untouched, 0) };
        block
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        let run = self.run.get();
        if ptr.wrapping_add(layout.size()) == run.next {
            self.run.set(Run { next: ptr, left: run.left.wrapping_add(layout.size()) });
        }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let run = self.run.get();
        if ptr.wrapping_add(layout.size()) == run.next {
            // The last block goes back to the run, for the new one to be cut from
            // the same place, unless there is too little and more is elsewhere.
            self.run.set(Run { next: ptr, left: run.left.wrapping_add(layout.size()) });
        } else if new_size <= layout.size() {
            return ptr;
        }
        // SAFETY: the caller says that `new_size`, rounded up to the alignment,
        // is at most `isize::MAX`; the alignment is from a `Layout`.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: the layout is as the caller says it may be.
        let new = unsafe { self.alloc(new_layout) };
        if new.is_null() {
            // The block stays, so it must not stay in the run. If the run is
            // another by now, it never was in that.
            if self.run.get().next == ptr {
                self.run.set(run);
            }
        } else if new != ptr {
            // SAFETY: the old block is `layout.size()` bytes long. The new one is
            // longer, or it would have had room where the old one is; and it is
            // disjoint, since it is outside the run the old one went back to, or
            // the old one went back to none.
            unsafe { ptr::copy_nonoverlapping(ptr, new, layout.size()) };
        }
        new
    }
}
