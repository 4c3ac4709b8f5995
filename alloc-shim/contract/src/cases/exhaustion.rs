//! The end of memory, and what comes after it.

use super::Suite;
use crate::blocks::layout_of;
use crate::chain::{self, Chain};
use crate::promises::Frees;
use crate::violation::Violation;
use core::alloc::GlobalAlloc;

/// Blocks until there are no more; then all of them freed, and the same again.
pub(crate) fn full_is_null_and_what_was_freed_can_be_had_again<A: GlobalAlloc>(
    suite: &mut Suite<'_, A>,
) -> Result<(), Violation> {
    const CASE: &str = "full_is_null_and_what_was_freed_can_be_had_again";
    if !suite.promises.can_be_filled {
        return Ok(());
    }
    let mut chain = Chain::new(suite.allocator, CASE);
    let mut before = chain.fill()?;
    chain.must_be_full()?;

    // The first time, free memory is in pieces, and no block lies across two. All
    // freed they are one, with room for as many blocks or more; or, if they can
    // not become one, only the last is left. After that, nothing changes.
    let loses_pieces = suite.promises.frees == Frees::Last && !suite.promises.alone;
    for exact in [false, true] {
        match suite.promises.frees {
            Frees::Nothing => return Ok(()),
            Frees::Last => chain.free_newest_first()?,
            Frees::Everything => chain.free_with_gaps()?,
        }
        let again = chain.fill()?;
        let fewer = again < before && (exact || !loses_pieces);
        let more = again > before && exact;
        if fewer || more {
            return Err(Violation {
                case: CASE,
                what: "what was freed cannot be had again",
                values: [("blocks before", before), ("blocks after", again), ("must be equal", usize::from(exact))],
            });
        }
        before = again;
        chain.must_be_full()?;
    }
    chain.free_newest_first()?;
    if suite.promises.coalesces && suite.promises.alone {
        // The blocks lay side by side, so they have room for one as long as all.
        let mut blocks = suite.blocks(CASE);
        blocks.alloc(layout_of(before * chain::SIZE, 1))?;
        blocks.free_all()?;
    }
    Ok(())
}
