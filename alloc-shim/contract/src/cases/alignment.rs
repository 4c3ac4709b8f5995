//! Blocks start where they should.

use super::Suite;
use crate::blocks::layout_of;
use crate::violation::Violation;
use core::alloc::GlobalAlloc;

/// Alignments from 1 byte to 64 KiB, with sizes below, at and above them.
pub(crate) fn every_alignment_is_honoured<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut blocks = suite.blocks("every_alignment_is_honoured");
    for shift in 0..=16 {
        let align = 1usize << shift;
        for size in [1, align - 1, align, align + 1] {
            blocks.alloc(layout_of(size, align))?;
        }
    }
    blocks.verify_all()?;
    blocks.free_all()
}

/// Alignments that no page guarantees: the answer may be null, but no block that
/// is not aligned.
pub(crate) fn beyond_a_page_is_null_or_aligned<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut blocks = suite.blocks("beyond_a_page_is_null_or_aligned");
    for shift in [17, 18] {
        blocks.try_alloc(layout_of(5, 1 << shift))?;
    }
    if suite.promises.refuses_impossible {
        for shift in usize::BITS - 4..usize::BITS - 1 {
            blocks.try_alloc(layout_of(5, 1 << shift))?;
        }
    }
    if suite.promises.refuses_impossible && suite.promises.zero_size.is_answered() {
        // Of the largest alignment there is, only the empty layout exists.
        blocks.try_alloc(layout_of(0, 1 << (usize::BITS - 1)))?;
    }
    blocks.alloc(layout_of(24, 8))?;
    blocks.free_all()
}
