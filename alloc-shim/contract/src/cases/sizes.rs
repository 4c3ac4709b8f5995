//! Blocks of the smallest, the awkward and the impossible sizes.

use super::{Suite, largest_size};
use crate::blocks::layout_of;
use crate::violation::Violation;
use core::alloc::GlobalAlloc;

const PAGE_SIZE: usize = 65_536;

/// Empty blocks have addresses of their own, among each other and among others.
pub(crate) fn zero_size_blocks_are_apart<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut blocks = suite.blocks("zero_size_blocks_are_apart");
    for align in [1, 8, 64] {
        for size in [0, 0, 1, 0, 5, 0, 0] {
            blocks.alloc(layout_of(size, align))?;
        }
    }
    // An empty block can become another, like any block.
    blocks.realloc(0, 40)?;
    blocks.verify_all()?;
    blocks.free_all()
}

/// Blocks that end just before, at or after the end of a page.
pub(crate) fn page_edges_are_not_crossed<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut blocks = suite.blocks("page_edges_are_not_crossed");
    for pages in [1, 2] {
        for (less, more) in [(17, 0), (16, 0), (8, 0), (1, 0), (0, 0), (0, 1), (0, 16)] {
            blocks.alloc(layout_of(pages * PAGE_SIZE - less + more, 1))?;
            // The next block starts where that one made it, edge or not.
            blocks.alloc(layout_of(1, 1))?;
        }
        blocks.verify_all()?;
        blocks.free_all()?;
    }
    Ok(())
}

/// Sizes next to `isize::MAX` get null, and the allocator goes on working.
pub(crate) fn impossible_sizes_are_null<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    if !suite.promises.refuses_impossible {
        return Ok(());
    }
    let mut blocks = suite.blocks("impossible_sizes_are_null");
    for shift in 0..=18 {
        let align = 1usize << shift;
        let largest = largest_size(align);
        for size in [largest, largest - 1, largest - PAGE_SIZE, largest / 2 + 2] {
            blocks.must_refuse(layout_of(size, align))?;
        }
        blocks.alloc(layout_of(24, align.min(16)))?;
    }
    blocks.verify_all()?;
    blocks.free_all()
}
