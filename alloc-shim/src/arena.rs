//! A fixed array, divided front to back.
//!
//! Invariant: bytes at `used` and above are nobody's, and `used <= N`.

#![expect(unsafe_code, reason = "hands out parts of its own array")]

use crate::align::cut;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::{Cell, UnsafeCell};
use core::mem::MaybeUninit;
use core::ptr;

/// `N` bytes inside itself, so that a `static` of it lies in `.bss`, which adds
/// to the memory a module asks for but not to its file.
///
/// With `--import-memory` the linker does not know that memory is zero, and adds
/// a start function that fills `.bss` with zeros: all `N` bytes are written once
/// when the module is instantiated.
///
/// The last block, and no other, can be freed, shrunk and grown in place: blocks
/// freed in the reverse order of their making are all had back, except for what
/// was skipped to align them.
///
/// The array starts at a multiple of 16 bytes. A block aligned to more is
/// aligned by its own address, not by its place in the array.
///
/// It is not `Sync`: put it into [`Locked`](crate::Locked) or
/// [`SingleThreaded`](crate::SingleThreaded). Blocks are inside it, so they are
/// lost when it is moved; a `static` never is.
#[repr(C, align(16))]
pub struct Arena<const N: usize> {
    bytes: UnsafeCell<[MaybeUninit<u8>; N]>,
    used: Cell<usize>,
}

impl<const N: usize> Arena<N> {
    /// An arena with nothing in it.
    #[must_use]
    pub const fn new() -> Self {
        Self { bytes: UnsafeCell::new([MaybeUninit::uninit(); N]), used: Cell::new(0) }
    }

    #[inline]
    const fn first(&self) -> *mut u8 {
        self.bytes.get().cast()
    }

    /// Where `ptr` is in the array, if the block of `size` bytes there is the
    /// last one.
    #[inline]
    fn last_block(&self, ptr: *mut u8, size: usize) -> Option<usize> {
        let start = ptr.addr().wrapping_sub(self.first().addr());
        (start.wrapping_add(size) == self.used.get()).then_some(start)
    }
}

impl<const N: usize> Default for Arena<N> {
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: a block is bytes between the old `used` and the new one, so it shares
// none with those handed out before; `used` goes back only to the start of a
// block that the caller gives up. Nothing here unwinds.
unsafe impl<const N: usize> GlobalAlloc for Arena<N> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = self.used.get();
        let next = self.first().wrapping_add(used);
        let cut = cut(next.addr(), layout);
        // The whole block, not only its first byte, has to fit what is left.
        if cut.len_bytes > N - used {
            return ptr::null_mut();
        }
        self.used.set(used + cut.len_bytes);
        next.wrapping_add(cut.padding)
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        if let Some(start) = self.last_block(ptr, layout.size()) {
            self.used.set(start);
        }
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if let Some(start) = self.last_block(ptr, layout.size()) {
            // It is aligned already, so it fits where it is or nowhere.
            if new_size > N - start {
                return ptr::null_mut();
            }
            self.used.set(start + new_size);
            return ptr;
        }
        if new_size <= layout.size() {
            return ptr;
        }
        // SAFETY: the caller says that `new_size`, rounded up to the alignment,
        // is at most `isize::MAX`; the alignment is from a `Layout`.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: the layout is as the caller says it may be.
        let new = unsafe { self.alloc(new_layout) };
        if !new.is_null() {
            // SAFETY: the old block is `layout.size()` bytes long, the new one
            // is longer, and they are disjoint, since the old one is not freed.
            unsafe { ptr::copy_nonoverlapping(ptr, new, layout.size()) };
        }
        new
    }
}
