//! Blocks that grow.

use super::Outcome;
use super::blocks::Blocks;
use super::random::Random;

/// `count` steps, each of which makes one of 8 blocks longer by a half; one that
/// has more than 128 KiB starts again, every other one by shrinking.
pub(crate) fn chains(mut random: Random, count: u32) -> Outcome {
    let mut blocks = Blocks::new(8);
    for step in 0..count {
        let index = random.below(blocks.len());
        if !blocks.is_live(index) {
            blocks.put(index, 8 + random.below(56), 2)?;
        } else {
            let size = blocks.size(index);
            if size <= 128 << 10 {
                blocks.resize(index, size + size / 2 + 4)?;
            } else if step % 2 == 0 {
                blocks.resize(index, 20)?;
            } else {
                blocks.take(index);
            }
        }
    }
    Ok(blocks.finish())
}
