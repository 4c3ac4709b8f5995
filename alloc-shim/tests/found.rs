//! A free block that fits is found, even if nothing was freed near its size for long.

#![expect(unsafe_code, reason = "calls allocators")]

use alloc_shim::{Balanced, Full, PAGE_SIZE, Page, Region};
use std::alloc::{GlobalAlloc, Layout};

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size, 8).unwrap()
}

const LONG: usize = PAGE_SIZE / 2;

/// In one page, of which a block of 1,000 bytes is free and all else is taken.
fn a_block_of_half_the_size_is_found(allocator: &impl GlobalAlloc) {
    // SAFETY: no size is 0.
    let [free, _between, block] = [1000, 16, LONG].map(|size| unsafe { allocator.alloc(layout(size)) });
    for size in (4..15).rev().map(|log2| 1 << log2) {
        // SAFETY: as above.
        while !unsafe { allocator.alloc(layout(size)) }.is_null() {}
    }
    // SAFETY: it is a block of that size.
    unsafe { allocator.dealloc(free, layout(1000)) };
    // The last that was freed is much longer, and is taken again.
    // SAFETY: as above.
    unsafe { allocator.dealloc(block, layout(LONG)) };
    // SAFETY: as above.
    assert_eq!(unsafe { allocator.alloc(layout(LONG)) }, block);
    // SAFETY: as above.
    assert_eq!(unsafe { allocator.alloc(layout(500)) }, free);
}

#[test]
fn by_balanced() {
    let mut pages = [Page::uninit()];
    a_block_of_half_the_size_is_found(&Balanced::new(Region::new(&mut pages)));
}

#[test]
fn by_full() {
    let mut pages = [Page::uninit()];
    a_block_of_half_the_size_is_found(&Full::new(Region::new(&mut pages)));
}
