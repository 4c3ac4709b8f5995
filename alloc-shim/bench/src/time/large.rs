//! Buffers, of which there are few.

use super::Outcome;
use super::blocks::Blocks;
use super::random::Random;

/// `count` buffers of 64 KiB to 1 MiB, each instead of one of 16; now and then
/// one is resized.
pub(crate) fn buffers(mut random: Random, count: u32) -> Outcome {
    let mut blocks = Blocks::new(16);
    for _ in 0..count {
        let index = random.below(blocks.len());
        let size = (64 << 10) + random.below(960 << 10);
        if !blocks.is_live(index) {
            blocks.put(index, size, 3)?;
        } else if random.below(16) == 0 {
            blocks.resize(index, size)?;
        } else {
            blocks.take(index);
        }
    }
    Ok(blocks.finish())
}
