//! What an allocator promises beyond the contract that binds them all.

#![expect(unsafe_code, reason = "one promise decides what calls are sound")]

/// Which blocks can be had again once they are freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frees {
    /// None.
    Nothing,
    /// The last one, so all of them if they are freed in reverse order.
    Last,
    /// All, in any order.
    Everything,
}

/// Whether a request for no bytes may be made. `GlobalAlloc` leaves it undefined.
#[derive(Clone, Copy, Debug)]
pub struct ZeroSize(bool);

impl ZeroSize {
    /// It may not, and the suite asks for a byte instead.
    pub const UNDEFINED: Self = Self(false);

    /// It may, and gets null or a block with an address of its own.
    ///
    /// # Safety
    ///
    /// Calling the allocator with a layout of size 0 is defined.
    #[must_use]
    pub const unsafe fn answered() -> Self {
        Self(true)
    }

    /// Whether it may.
    pub(crate) const fn is_answered(self) -> bool {
        self.0
    }
}

/// What the suite may expect of one allocator in one place.
#[derive(Clone, Copy, Debug)]
pub struct Promises {
    /// Which blocks can be had again once they are freed.
    pub frees: Frees,
    /// Whether a request for no bytes may be made.
    pub zero_size: ZeroSize,
    /// Blocks as long as the address space get null. Only Miri's `malloc` does
    /// not: it ends the interpreter.
    pub refuses_impossible: bool,
    /// Memory is small enough to be used up: 64 MiB or less.
    pub can_be_filled: bool,
    /// Blocks that are free become one with their neighbours, so that a long block
    /// can be where there were short ones.
    pub coalesces: bool,
    /// Nobody else takes memory, so what the allocator has is in one piece. If
    /// not, one that frees only its last block may lose the rest of a piece, and
    /// the blocks in it, when it has to go on in another.
    pub alone: bool,
}
