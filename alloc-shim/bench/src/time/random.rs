//! Numbers that look random, and sizes that look like those of programs.

/// Marsaglia's xorshift with 32 bits of state (Journal of Statistical Software
/// 8/14, 2003).
pub(crate) struct Random(u32);

impl Random {
    /// Neighbouring seeds give sequences that have nothing to do with each other.
    pub(crate) fn new(seed: u32) -> Self {
        // An odd factor has one seed for each state; 0, the state that is never
        // left, becomes another.
        Self(seed.wrapping_mul(0x9e37_79b1).max(1))
    }

    #[inline]
    pub(crate) fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    /// A number below `bound`.
    #[inline]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        // The high half of the product (Lemire, 2019), of which nothing is lost.
        ((u64::from(self.next()) * bound as u64) >> 32) as usize
    }

    /// A size in bytes, from 1 to 4,096 and mostly small; 115 on average.
    ///
    /// How many there are up to each power of two is as in traces of programs:
    /// more than half of the blocks have at most 32 bytes, 4 % more than 512.
    #[inline]
    pub(crate) fn size(&mut self) -> usize {
        let draw = self.next();
        // 64 draws, and what share each power of two has of them.
        const BITS: [u8; 64] = {
            let shares: [(u8, usize); 8] = [(4, 19), (5, 16), (6, 12), (7, 8), (8, 4), (9, 2), (10, 2), (12, 1)];
            let mut bits = [0; 64];
            let (mut share, mut at) = (0, 0);
            while share < shares.len() {
                let mut left = shares[share].1;
                while left > 0 {
                    bits[at] = shares[share].0;
                    at += 1;
                    left -= 1;
                }
                share += 1;
            }
            bits
        };
        let bits = BITS[(draw >> 26) as usize];
        // The upper bits are drawn from, so the lower ones are left.
        match bits {
            4 => 1 + (draw & 15) as usize,
            12 => 1025 + (draw & 2047) as usize + (draw >> 11 & 1023) as usize,
            _ => 1 + (1 << (bits - 1)) + (draw & ((1 << (bits - 1)) - 1)) as usize,
        }
    }

    /// The logarithm of an alignment from 1 to 16 bytes; most are 4 or 8.
    #[inline]
    pub(crate) fn align_log2(&mut self) -> u32 {
        u32::from(b"\0\0\0\0\0\x01\x02\x02\x02\x02\x02\x03\x03\x03\x03\x04"[(self.next() >> 28) as usize])
    }
}
