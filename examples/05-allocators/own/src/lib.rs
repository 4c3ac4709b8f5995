//! An allocator of one's own: one list of what is free, searched from its beginning.

#![no_std]

use alloc_shim::{PAGE_SIZE, PageCount, PageSource};
use core::alloc::{GlobalAlloc, Layout};
use core::{cell::Cell, ptr};

/// What is free begins with this. Every block is as long as a multiple of it, so it always fits.
struct Free {
    next: Cell<*mut Free>,
    len: usize,
}

/// Takes the first free block that is long enough, and gives back what is too much of it. It never joins two.
pub struct FirstFit<S> {
    source: S,
    first: Cell<*mut Free>,
}

// SAFETY: the list is of memory that belongs to this allocator, not to the thread that got it.
unsafe impl<S: Send> Send for FirstFit<S> {}

impl<S: PageSource> FirstFit<S> {
    /// An allocator that takes pages from `source` when it first needs some.
    pub const fn new(source: S) -> Self {
        Self { source, first: Cell::new(ptr::null_mut()) }
    }

    /// Puts `len` bytes in front of the list.
    unsafe fn give(&self, block: *mut u8, len: usize) {
        let block = block.cast::<Free>();
        // SAFETY: the caller gives up the block; it is aligned for `Free`, and long enough.
        unsafe { block.write(Free { next: Cell::new(self.first.get()), len }) };
        self.first.set(block);
    }
}

/// The length of a block for `layout`, a multiple of that of `Free`.
const fn len(layout: Layout) -> usize {
    if layout.size() == 0 { size_of::<Free>() } else { layout.size().next_multiple_of(size_of::<Free>()) }
}

// SAFETY: a block was in the list, or its pages are new, so nobody has it; it is as long and as aligned as was looked for.
unsafe impl<S: PageSource> GlobalAlloc for FirstFit<S> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let len = len(layout);
        loop {
            let mut link = &self.first;
            // SAFETY: what is in the list is free, so nobody else writes there.
            while let Some(free) = unsafe { link.get().as_ref() } {
                let block = link.get().cast::<u8>();
                if free.len >= len && block.addr().is_multiple_of(layout.align()) {
                    link.set(free.next.get());
                    if free.len > len {
                        // SAFETY: the rest of the block is free, and a multiple of `Free` long.
                        unsafe { self.give(block.add(len), free.len - len) };
                    }
                    return block;
                }
                link = &free.next;
            }
            // Pages are aligned to their size, and to no more.
            let pages = if layout.align() > PAGE_SIZE { None } else { PageCount::covering(len) };
            let Some(Ok(fresh)) = pages.map(|pages| self.source.grow(pages)) else { return ptr::null_mut() };
            // SAFETY: they are new, and of that length.
            unsafe { self.give(fresh.as_ptr(), pages.map_or(0, PageCount::bytes)) };
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller gives up the block, which is this long.
        unsafe { self.give(block, len(layout)) };
    }
}
