//! Programs that want one thing now, and another one later.

use super::Outcome;
use super::blocks::Blocks;
use super::random::Random;

/// What all the blocks of a phase are together, in bytes.
const PHASE_LEN_BYTES: usize = 1 << 20;
/// The sizes of the phases, in bytes; each block has up to a quarter more.
const SIZES: [usize; 8] = [16, 1000, 40, 70_000, 200, 9, 12_000, 64];

/// `count` phases, each of which fills a mebibyte with blocks of about one size,
/// and frees them.
pub(crate) fn phases(mut random: Random, count: u32) -> Outcome {
    let mut sum = 0;
    for phase in 0..count {
        let size = SIZES[phase as usize % SIZES.len()];
        let len = PHASE_LEN_BYTES / size;
        let mut blocks = Blocks::new(len);
        for index in 0..len {
            blocks.put(index, size + random.below(1 + size / 4), 2)?;
        }
        // The even ones first: then no two that are free are neighbours.
        for index in (0..len).step_by(2) {
            blocks.take(index);
        }
        sum ^= blocks.finish();
    }
    Ok(sum)
}
