//! Numbers that look random and are the same on every run and every target.

/// Marsaglia's xorshift with 32 bits of state (Journal of Statistical Software
/// 8/14, 2003).
pub(crate) struct Random(u32);

impl Random {
    /// `seed` must not be 0, from which the sequence never gets away.
    pub(crate) const fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which must not be 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        // Of 32 bits into 32 or 64: nothing is lost.
        (self.0 as usize) % bound
    }
}
