//! The cases, each a function whose name is the promise.

pub(crate) mod alignment;
pub(crate) mod contents;
pub(crate) mod exhaustion;
pub(crate) mod neighbours;
pub(crate) mod sizes;

use crate::blocks::Blocks;
use crate::promises::Promises;
use core::alloc::GlobalAlloc;

/// What every case needs.
pub(crate) struct Suite<'a, A> {
    pub(crate) allocator: &'a A,
    pub(crate) promises: Promises,
    pub(crate) somebody_else: &'a mut dyn FnMut(),
}

impl<'a, A: GlobalAlloc> Suite<'a, A> {
    /// An empty table of blocks for `case`.
    pub(crate) fn blocks(&self, case: &'static str) -> Blocks<'a, A> {
        Blocks::new(self.allocator, case, self.promises.zero_size)
    }
}

/// The largest size, in bytes, that a layout aligned to `align` can have.
pub(crate) const fn largest_size(align: usize) -> usize {
    // `isize::MAX + 1 - align`, in an order that does not overflow.
    isize::MAX.unsigned_abs() - (align - 1)
}
