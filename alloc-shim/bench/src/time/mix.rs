//! Blocks of all sizes, in no order.

use super::Outcome;
use super::blocks::Blocks;
use super::random::Random;

/// `count` steps, each of which frees a block and makes another in its place;
/// every eighth resizes one.
///
/// What is done is the same in each step, so that no branch of this program is
/// mispredicted: those of the allocator are what it costs.
pub(crate) fn mix(live: usize, mut random: Random, count: u32) -> Outcome {
    let mut blocks = Blocks::new(live);
    for index in 0..live {
        blocks.put(index, random.size(), random.align_log2())?;
    }
    for step in 0..count {
        let index = random.below(live);
        blocks.take(index);
        blocks.put(index, random.size(), random.align_log2())?;
        if step % 8 == 0 {
            // To between half and twice the size.
            let index = random.below(live);
            let size = blocks.size(index);
            blocks.resize(index, size.div_ceil(2) + random.below(size + size / 2))?;
        }
    }
    Ok(blocks.finish())
}
