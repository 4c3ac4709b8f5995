//! Powers of two, split and never joined.
//!
//! A class is the blocks of one length, numbered from the longest one down: class 1
//! is half of the address space, and each next one is half as long. Each has a list
//! of its free blocks.
//!
//! Invariants:
//!
//! - T1: a block in the list of a class is as long as the class says, belongs to
//!   this allocator, and nobody refers to it. Its first word is the next one.
//! - T2: a block is aligned to its own size, up to a page: pages are, and halves
//!   of what is aligned to its size are aligned to theirs.

#![expect(unsafe_code, reason = "keeps its lists in free blocks")]

use crate::pages::{PAGE_SIZE, PageCount, PageSource, clear};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr;

/// How long the smallest blocks are, in bytes: a pointer, and never less than 8.
const SMALLEST_LEN: usize = 8;
/// As many as there are, and class 0, which would be all addresses: it has no block.
const CLASSES: usize = class(SMALLEST_LEN, 1) as usize + 1;

/// Rounds each block up to a power of two, and keeps a list of the free ones of
/// each size.
///
/// A block that is missing is half of one twice as long; one of a page or more
/// is got from the source. What is freed is had again for blocks of its size and
/// for smaller ones, but two halves are never joined: a program that frees many
/// small blocks and then wants a large one gets that from the source.
///
/// Nothing is noted in a block or beside it, and no other block is looked at, so
/// every call takes constant time. Somebody else may grow the memory. An
/// alignment beyond a page gets null.
///
/// It is not `Sync`: put it into [`Locked`](crate::Locked) or
/// [`SingleThreaded`](crate::SingleThreaded).
///
/// Source: the lists are Knuth's buddy system (The Art of Computer Programming,
/// volume 1, §2.5) without the joining.
pub struct Tiny<S> {
    source: S,
    free: [Cell<*mut u8>; CLASSES],
}

// SAFETY: the lists are of memory that belongs to this allocator, not to the
// thread that got it.
unsafe impl<S: Send> Send for Tiny<S> {}

/// The class of blocks for `size` bytes at a multiple of `align`; the last one for no
/// bytes. It is the leading zeros of the last byte's place in a block, so that 2 to
/// the power of what is left of the word is its length.
#[inline]
const fn class(size: usize, align: usize) -> u32 {
    let last = size - (size != 0) as usize;
    (last | (align - 1) | (SMALLEST_LEN - 1)).leading_zeros()
}

/// How long the blocks of a class are, in bytes: 2^[`usize::BITS`] divided by 2^class.
#[inline]
const fn len(class: u32) -> usize {
    1_usize.rotate_right(class)
}

impl<S: PageSource> Tiny<S> {
    /// An allocator that takes pages from `source` when it first needs some.
    #[must_use]
    pub const fn new(source: S) -> Self {
        Self { source, free: [const { Cell::new(ptr::null_mut()) }; CLASSES] }
    }

    #[inline]
    fn free(&self, class: u32) -> &Cell<*mut u8> {
        // SAFETY: no block is shorter than the smallest, so no class is beyond its.
        unsafe { self.free.get_unchecked(class as usize) }
    }

    /// Takes a block for `size` bytes at a multiple of `align`: a free one, or pages,
    /// or half of a larger one.
    fn take(&self, size: usize, align: usize) -> *mut u8 {
        let class = class(size, align);
        let block = self.free(class).get();
        if !block.is_null() {
            // SAFETY: T1.
            self.free(class).set(unsafe { block.cast::<*mut u8>().read() });
            return block;
        }
        if class == 0 {
            return block;
        }
        let len = len(class);
        if let Some(pages) = PageCount::new(len / PAGE_SIZE)
            && let Ok(fresh) = self.source.grow(pages)
        {
            return fresh.as_ptr();
        }
        // For a byte more there are blocks of the class above.
        let block = self.take(len + 1, SMALLEST_LEN);
        if !block.is_null() {
            // SAFETY: the block is twice as long as those of this class.
            let half = unsafe { block.add(len) };
            // SAFETY: it was taken, so its second half is a block that nobody has.
            unsafe { self.put(half, len, SMALLEST_LEN) };
        }
        block
    }

    /// Puts a block into the list of its class.
    ///
    /// # Safety
    ///
    /// The block is of this allocator, of the class of `size` and `align`, and nobody
    /// refers to it.
    #[inline(never)]
    unsafe fn put(&self, block: *mut u8, size: usize, align: usize) {
        let free = self.free(class(size, align));
        // SAFETY: the smallest block has room for a pointer and is aligned for it.
        unsafe { block.cast::<*mut u8>().write(free.get()) };
        free.set(block);
    }
}

// SAFETY: a block is of the class of its layout, so it is long enough, and aligned
// (T2; beyond a page it is refused). It was in a list, or is new, so nobody has it
// (T1), and it comes back as what it was handed out as: a block of that class.
unsafe impl<S: PageSource> GlobalAlloc for Tiny<S> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > PAGE_SIZE {
            return ptr::null_mut();
        }
        self.take(layout.size(), layout.align())
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let untouched = self.source.untouched();
        // SAFETY: the caller promises what `alloc` asks for.
        let block = unsafe { self.alloc(layout) };
        // SAFETY: in pages that are new, lists are in the halves above the block.
        unsafe { clear(block, layout.size(), untouched, 0) };
        block
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller gives up the block, which is of this class.
        unsafe { self.put(ptr, layout.size(), layout.align()) };
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // To another block even within a class: a vector that doubles never stays in
        // its class, and to look would be 15 bytes.
        let block = self.take(new_size, layout.align());
        if !block.is_null() {
            // SAFETY: both are blocks of at least so many bytes, and a block that was
            // taken is not one that is in use.
            unsafe { ptr::copy_nonoverlapping(ptr, block, layout.size().min(new_size)) };
            // SAFETY: the old block is given up by the caller, and is of this class.
            unsafe { self.put(ptr, layout.size(), layout.align()) };
        }
        block
    }
}
