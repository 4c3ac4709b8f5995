//! Blocks of one size, as many as there are, and all of them freed.

use super::Outcome;
use super::blocks::Blocks;
use super::random::Random;

const LEN: usize = 2048;

/// In which order blocks are freed.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    YoungestFirst,
    OldestFirst,
    Shuffled,
}

/// `count` rounds of blocks of one size, another one in each round.
pub(crate) fn rounds(order: Order, mut random: Random, count: u32) -> Outcome {
    let mut blocks = Blocks::new(LEN);
    for round in 0..count {
        let size = [16, 24, 32, 48, 64, 100][round as usize % 6];
        for index in 0..LEN {
            blocks.put(index, size, 2)?;
        }
        // An odd factor goes through all places of a power of two.
        let factor = random.below(LEN) | 1;
        for turn in 0..LEN {
            blocks.take(match order {
                Order::YoungestFirst => LEN - 1 - turn,
                Order::OldestFirst => turn,
                Order::Shuffled => turn * factor % LEN,
            });
        }
    }
    Ok(blocks.finish())
}
