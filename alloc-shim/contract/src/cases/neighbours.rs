//! Many blocks at once, and somebody else in the same memory.

use super::Suite;
use crate::blocks::{Blocks, CAPACITY, layout_of};
use crate::promises::ZeroSize;
use crate::random::Random;
use crate::violation::Violation;
use core::alloc::{GlobalAlloc, Layout};

const SEED: u32 = 0x5eed_1e55;
const EQUAL_BLOCKS: usize = if cfg!(miri) { 12 } else { CAPACITY };
const OPERATIONS: usize = if cfg!(miri) { 100 } else { 6000 };

/// Many blocks of one layout, some of them freed and made again in the gaps,
/// share no byte.
pub(crate) fn equal_blocks_are_apart<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut blocks = suite.blocks("equal_blocks_are_apart");
    for (size, align) in [(1, 1), (8, 8), (16, 16), (24, 8), (100, 4)] {
        let layout = layout_of(size, align);
        for _ in 0..EQUAL_BLOCKS {
            blocks.alloc(layout)?;
        }
        for index in (0..EQUAL_BLOCKS).rev().step_by(3) {
            blocks.free(index)?;
        }
        while blocks.len() < EQUAL_BLOCKS {
            blocks.alloc(layout)?;
        }
        blocks.verify_all()?;
        blocks.free_all()?;
    }
    Ok(())
}

/// Between calls memory grows, and new pages do not follow the old ones.
pub(crate) fn somebody_else_grows_memory<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut blocks = suite.blocks("somebody_else_grows_memory");
    for size in [20, 30_000, 65_536, 100, 131_000].into_iter().cycle().take(20) {
        let block = blocks.alloc(layout_of(size, 8))?;
        (suite.somebody_else)();
        // The last block, right before pages that are not the allocator's.
        if size == 30_000 {
            blocks.realloc(block, size + 50_000)?;
            (suite.somebody_else)();
        }
        if size == 65_536 {
            blocks.free(block)?;
        }
    }
    blocks.verify_all()?;
    blocks.free_all()
}

/// Thousands of calls in an order nobody thought of.
pub(crate) fn random_mix_matches_the_model<A: GlobalAlloc>(suite: &mut Suite<'_, A>) -> Result<(), Violation> {
    let mut random = Random::new(SEED);
    let mut blocks = suite.blocks("random_mix_matches_the_model");
    for operation in 0..OPERATIONS {
        step(&mut blocks, &mut random)?;
        if operation % 64 == 0 {
            blocks.verify_all()?;
        }
        if operation % 512 == 0 {
            (suite.somebody_else)();
        }
    }
    blocks.verify_all()?;
    blocks.free_all()
}

/// The same for one of many threads, each with a seed of its own.
pub(crate) fn among_threads<A: GlobalAlloc>(allocator: &A, seed: u32, operations: usize) -> Result<(), Violation> {
    let mut random = Random::new(seed);
    let mut blocks = Blocks::new(allocator, "among_threads", ZeroSize::UNDEFINED);
    for _ in 0..operations {
        step(&mut blocks, &mut random)?;
    }
    blocks.verify_all()?;
    blocks.free_all()
}

fn step<A: GlobalAlloc>(blocks: &mut Blocks<'_, A>, random: &mut Random) -> Result<(), Violation> {
    let wish = random.below(8);
    if blocks.len() == 0 || (wish < 4 && !blocks.is_full()) {
        blocks.alloc(some_layout(random))?;
        return Ok(());
    }
    // The last block is special to some, so it is chosen more often.
    let index = match random.below(3) {
        0 => blocks.len() - 1,
        _ => random.below(blocks.len()),
    };
    if wish < 6 {
        blocks.free(index)
    } else {
        let align = blocks.layout(index).align();
        blocks.realloc(index, some_size(random).min(4 * align + 800).max(1))
    }
}

fn some_layout(random: &mut Random) -> Layout {
    let shift = match random.below(40) {
        0 => random.below(13),
        _ => random.below(5),
    };
    layout_of(some_size(random), 1 << shift)
}

/// Mostly small, as programs' blocks are.
fn some_size(random: &mut Random) -> usize {
    match random.below(8) {
        0 => random.below(3),
        1..5 => random.below(40),
        5 | 6 => random.below(300),
        _ => random.below(2500),
    }
}
