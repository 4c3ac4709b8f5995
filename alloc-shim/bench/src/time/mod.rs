//! The workloads, each an export.
//!
//! Each takes a seed and a count, and returns a checksum of what it read back
//! from its blocks, which is the same over every allocator, or 0 if there was
//! no memory. A block that does not hold what was written to it is a trap.

#![expect(unsafe_code, reason = "exports symbols by name")]

mod blocks;
mod chains;
mod collections;
mod large;
mod mix;
mod phases;
mod random;
mod same_size;

use random::Random;

/// There was no memory for a block.
struct OutOfMemory;

/// A checksum, or why there is none.
type Outcome = Result<u32, OutOfMemory>;

macro_rules! workloads {
    ($($(#[$doc:meta])* $name:ident: $workload:expr;)*) => {$(
        $(#[$doc])*
        // SAFETY: no other symbol has this name.
        #[unsafe(no_mangle)]
        extern "C" fn $name(seed: u32, count: u32) -> u32 {
            let workload: fn(Random, u32) -> Outcome = $workload;
            workload(Random::new(seed), count).map_or(0, |sum| sum | 1)
        }
    )*};
}

workloads! {
    /// Blocks of all sizes made, resized and freed at random, with 100 live.
    mix_100: |random, count| mix::mix(100, random, count);
    /// The same with 1,000 live.
    mix_1k: |random, count| mix::mix(1000, random, count);
    /// The same with 10,000 live.
    mix_10k: |random, count| mix::mix(10_000, random, count);
    /// The same with 100,000 live.
    mix_100k: |random, count| mix::mix(100_000, random, count);
    /// Blocks of one size, the youngest freed first.
    lifo: |random, count| same_size::rounds(same_size::Order::YoungestFirst, random, count);
    /// Blocks of one size, the oldest freed first.
    fifo: |random, count| same_size::rounds(same_size::Order::OldestFirst, random, count);
    /// Blocks of one size, freed in no order.
    shuffled: |random, count| same_size::rounds(same_size::Order::Shuffled, random, count);
    /// Vectors that grow push by push, and replace each other at random.
    vec: collections::vectors;
    /// Strings that are put together word by word.
    string: collections::strings;
    /// Entries inserted into maps and removed from them.
    btree: collections::maps;
    /// A large tree that stays, and small ones that come and go.
    tree: collections::trees;
    /// Buffers of 64 KiB to 1 MiB.
    large: large::buffers;
    /// Blocks of one size and all of them freed, then of another.
    phases: phases::phases;
    /// Blocks that are made longer, and longer, and short again.
    chains: chains::chains;
}
