//! What the suite writes into a block, and where.

/// Up to this length every byte of a block is stamped and looked at; of a longer
/// one, the first bytes and the last. An interpreter has less time.
const FULL_LEN_BYTES: usize = if cfg!(miri) { 24 } else { 4096 };
const TAIL_LEN_BYTES: usize = if cfg!(miri) { 4 } else { 32 };

/// What a block holds.
#[derive(Clone, Copy)]
pub(crate) enum Contents {
    /// A byte that depends on the block and on the place in it.
    Stamp(usize),
    /// The same byte everywhere.
    Filled(u8),
}

impl Contents {
    /// The byte at `offset`.
    pub(crate) fn at(self, offset: usize) -> u8 {
        match self {
            Self::Stamp(seed) => {
                let mixed = seed.wrapping_mul(0x9e37_79b1) ^ offset.wrapping_mul(0x85eb_ca6b);
                let [low, second, third, ..] = mixed.to_le_bytes();
                low ^ second ^ third
            }
            Self::Filled(byte) => byte,
        }
    }
}

/// The offsets that are stamped and looked at in a block of `size` bytes.
pub(crate) fn offsets(size: usize) -> impl Iterator<Item = usize> {
    let head = size.min(FULL_LEN_BYTES);
    let tail = head.max(size.saturating_sub(TAIL_LEN_BYTES));
    (0..head).chain(tail..size)
}
