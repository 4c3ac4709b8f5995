//! Rounding, pure and safe.
//!
//! Nothing here overflows, and each function says why: a `Layout` promises that
//! its size rounded up to its alignment is at most `isize::MAX`.

use core::alloc::Layout;

/// How much of a run's front a block takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Bytes to skip so that the block is aligned.
    pub(crate) padding: usize,
    /// Bytes the run gives up: the padding and the block.
    pub(crate) len_bytes: usize,
}

/// Bytes from `addr` up to the next multiple of `align`, a power of two.
#[inline]
pub(crate) const fn padding(addr: usize, align: usize) -> usize {
    // Two's complement: the negative of an address, modulo a power of two, is
    // the distance to the multiple above it. At the very top of the address
    // space that multiple is 2^32 itself; only the distance is computed here,
    // never that address, so nothing wraps to a pointer.
    addr.wrapping_neg() & align.wrapping_sub(1)
}

/// What a block of `layout` takes from a run that starts at `addr`.
///
/// A zero-size block takes a byte, so that no two blocks share an address.
#[inline]
pub(crate) const fn cut(addr: usize, layout: Layout) -> Cut {
    let padding = padding(addr, layout.align());
    let size = if layout.size() == 0 { 1 } else { layout.size() };
    // `padding < align` and `size <= isize::MAX - (align - 1)`, unless the size
    // was 0: the sum is at most 2^(BITS - 1) and does not overflow.
    Cut { padding, len_bytes: padding + size }
}

#[cfg(test)]
mod tests {
    use super::{Cut, cut, padding};
    use core::alloc::Layout;

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).expect("a valid layout")
    }

    #[test]
    fn padding_reaches_the_next_multiple_and_no_further() {
        assert_eq!(padding(0, 16), 0);
        assert_eq!(padding(1, 16), 15);
        assert_eq!(padding(15, 16), 1);
        assert_eq!(padding(16, 16), 0);
        assert_eq!(padding(7, 1), 0);
        assert_eq!(padding(65_537, 65_536), 65_535);
    }

    #[test]
    fn padding_at_the_top_of_the_address_space_is_a_distance() {
        assert_eq!(padding(usize::MAX, 1), 0);
        assert_eq!(padding(usize::MAX, 16), 1);
        assert_eq!(padding(usize::MAX - 15, 65_536), 16);
    }

    #[test]
    fn a_zero_size_block_takes_a_byte() {
        let one = Cut { padding: 0, len_bytes: 1 };
        assert_eq!(cut(64, layout(0, 1)), one);
        assert_eq!(cut(64, layout(1, 1)), one);
    }

    #[test]
    fn the_largest_layout_of_every_alignment_does_not_overflow() {
        for shift in 0..usize::BITS - 1 {
            let align = 1usize << shift;
            let largest = (isize::MAX as usize) - (align - 1);
            let taken = cut(1, layout(largest, align));
            assert_eq!(taken.len_bytes, taken.padding + largest);
        }
        let top = 1usize << (usize::BITS - 1);
        assert_eq!(cut(1, layout(0, top)).len_bytes, top);
    }
}
