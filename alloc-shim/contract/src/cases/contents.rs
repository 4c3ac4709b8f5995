//! What is in a block stays in it, and what should be zero is.

use super::{Suite, largest_size};
use crate::blocks::layout_of;
use crate::violation::Violation;
use core::alloc::GlobalAlloc;

const SIZES: [usize; 9] = [1, 7, 16, 100, 4000, 70_000, 3000, 200, 3];

/// A block grows and shrinks, in place if it is the last one and moved if not.
pub(crate) fn realloc_keeps_contents<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut blocks = suite.blocks("realloc_keeps_contents");
    for align in [1, 16, 64, 65_536] {
        let alone = blocks.alloc(layout_of(5, align))?;
        for size in SIZES {
            blocks.realloc(alone, size)?;
        }
        blocks.free_all()?;

        let crowded = blocks.alloc(layout_of(5, align))?;
        for size in SIZES {
            blocks.alloc(layout_of(3, 1))?;
            blocks.realloc(crowded, size)?;
        }
        blocks.verify_all()?;
        blocks.free_all()?;
    }
    Ok(())
}

/// A new size that cannot be had leaves the block as it was, last or not.
pub(crate) fn failing_realloc_keeps_the_block<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    if !suite.promises.refuses_impossible {
        return Ok(());
    }
    let mut blocks = suite.blocks("failing_realloc_keeps_the_block");
    for align in [1, 16, 64, 65_536] {
        let block = blocks.alloc(layout_of(100, align))?;
        blocks.must_refuse_realloc(block, largest_size(align))?;
        blocks.realloc(block, 300)?;
        let last = blocks.alloc(layout_of(9, 1))?;
        blocks.must_refuse_realloc(block, largest_size(align) - 1)?;
        blocks.must_refuse_realloc(last, largest_size(1))?;
        blocks.realloc(block, 500)?;
        blocks.verify_all()?;
        blocks.free_all()?;
    }
    Ok(())
}

/// Memory that was written to before comes back as zeros, if zeros are asked for.
pub(crate) fn zeroed_is_zero_after_dirty_use<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let longest = if cfg!(miri) { 700 } else { 70_000 };
    let mut blocks = suite.blocks("zeroed_is_zero_after_dirty_use");
    for (size, align) in [(1, 1), (100, 4), (600, 16), (longest, 64)] {
        let layout = layout_of(size, align);
        let dirty = blocks.alloc(layout)?;
        blocks.fill(dirty, 0xff);
        blocks.free(dirty)?;
        blocks.alloc_zeroed(layout)?;
    }
    blocks.free_all()?;

    // What a shrunk block no longer holds is dirty too.
    let dirty = blocks.alloc(layout_of(600, 8))?;
    blocks.fill(dirty, 0xff);
    blocks.realloc(dirty, 16)?;
    blocks.alloc_zeroed(layout_of(600, 8))?;
    blocks.free_all()
}
