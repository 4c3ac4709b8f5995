//! Lists of free blocks, by how long they are.
//!
//! Four bins for each power of two: the bin of a length is its logarithm with two
//! bits of fraction, which is what the upper bits of a float are.

#![expect(unsafe_code, reason = "leaves out a check that an index is in bounds")]

use crate::tagged::block::{Block, GRANULE_LEN};
use core::cell::Cell;
use core::ptr::NonNull;

/// The bits of an `f32` below those that name a bin.
const SHIFT: u32 = f32::MANTISSA_DIGITS - 1 - 2;
#[expect(clippy::cast_precision_loss, reason = "is a power of two")]
const FIRST: usize = ((GRANULE_LEN as f32).to_bits() >> SHIFT) as usize;
/// As many as a length, rounded to a float, can have; and the last has no block,
/// for no length is so near to the end of the address space.
#[expect(clippy::cast_precision_loss, reason = "is rounded as lengths are")]
const COUNT: usize = ((usize::MAX as f32).to_bits() >> SHIFT) as usize - FIRST + 1;

/// The bins, and then a place without one.
pub(crate) struct Bins([Cell<Option<Block>>; COUNT]);

/// One of the bins: where its first block is noted. It is a pointer that may be moved
/// to the next one, as a reference may not.
pub(crate) type Bin = NonNull<Option<Block>>;

impl Bins {
    pub(crate) const fn new() -> Self {
        Self([const { Cell::new(None) }; COUNT])
    }

    /// The bin of blocks that are `len` bytes long, at least [`GRANULE_LEN`].
    #[inline]
    pub(crate) fn of(&self, len: usize) -> Bin {
        #[expect(clippy::cast_precision_loss, reason = "the length may be rounded: a longer one is in no lower bin")]
        let index = ((len as f32).to_bits() >> SHIFT) as usize - FIRST;
        // SAFETY: floats are in the order of their bits, so that the index is between
        // those of `GRANULE_LEN` and of `usize::MAX`.
        unsafe { NonNull::from(&self.0).cast().add(index) }
    }

    /// The bin after `bin`, or nothing after the last.
    ///
    /// # Safety
    ///
    /// `bin` is one of these.
    #[inline]
    pub(crate) unsafe fn after(&self, bin: Bin) -> Option<Bin> {
        // SAFETY: behind the last one there is a place.
        let next = unsafe { bin.add(1) };
        if next == NonNull::from(&self.0[COUNT - 1]).cast() { None } else { Some(next) }
    }
}
