//! A block, and the words at its front: the only file that reads and writes them.
//!
//! ```text
//!   word   0          1     2      3          … len
//!          of below   tag   next   link       … of this block, while it is free
//!                           └ what a program has, while it is not
//! ```
//!
//! Word 0 and the word at `len`, which is word 0 of the block above, say what the
//! block below or this one is. Words 2 and 3 are in the list of a bin.

#![expect(unsafe_code, reason = "reads and writes the words of blocks")]

use core::cell::Cell;
use core::ptr;

/// Blocks begin at multiples of this, and are multiples of it long, in bytes.
pub(crate) const GRANULE_LEN: usize = 2 * size_of::<usize>();
/// How long a block is at the least: it has room for a list.
pub(crate) const SMALLEST_LEN: usize = 2 * GRANULE_LEN;
/// In a tag: the block is free.
pub(crate) const FREE: usize = 1;

/// Where a block begins, or nowhere.
///
/// Invariant: if it is somewhere, its words 0 and 1 belong to an allocator, and
/// so do all of the bytes up to the end of the region it is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block(*mut usize);

impl Block {
    /// No block.
    pub(crate) const NONE: Self = Self(ptr::null_mut());

    /// The block that begins at `start`.
    ///
    /// # Safety
    ///
    /// The invariant of the type.
    #[inline]
    pub(crate) const unsafe fn new(start: *mut u8) -> Self {
        Self(start.cast())
    }

    /// The block of which a program has `payload`.
    ///
    /// # Safety
    ///
    /// `payload` is as [`payload`](Self::payload) gave it, or lies as far into a block.
    #[inline]
    pub(crate) unsafe fn of_payload(payload: *mut u8) -> Self {
        // SAFETY: a block begins so far before its payload.
        Self(unsafe { payload.sub(GRANULE_LEN) }.cast())
    }

    #[inline]
    pub(crate) fn is_none(self) -> bool {
        self.0.is_null()
    }

    /// What a program gets of it.
    #[inline]
    pub(crate) fn payload(self) -> *mut u8 {
        self.word(2).cast()
    }

    /// Where it begins, as a number.
    #[inline]
    pub(crate) fn addr(self) -> usize {
        self.0.addr()
    }

    /// What begins `len` bytes above.
    ///
    /// # Safety
    ///
    /// That is a block, or the end of the region.
    #[inline]
    pub(crate) unsafe fn above(self, len: usize) -> Self {
        // SAFETY: it is in the same region.
        Self(unsafe { self.0.byte_add(len) })
    }

    /// What begins `len` bytes below.
    ///
    /// # Safety
    ///
    /// That is a block.
    #[inline]
    pub(crate) unsafe fn below(self, len: usize) -> Self {
        // SAFETY: it is in the same region.
        Self(unsafe { self.0.byte_sub(len) })
    }

    /// Where word 0 or 1 is, or 2 or 3 of a block that is not a fence.
    #[inline]
    fn word(self, index: usize) -> *mut usize {
        // SAFETY: the invariant of the type, and a block has as many words.
        unsafe { self.0.add(index) }
    }

    /// Where the next block in the list is noted.
    #[inline]
    fn next(self) -> *mut Self {
        self.word(2).cast()
    }

    /// Where it is noted what is to be changed when this is taken out of the list.
    #[inline]
    fn link_to_it(self) -> *mut *const Cell<Self> {
        self.word(3).cast()
    }

    /// Its tag.
    #[inline]
    pub(crate) fn tag(self) -> usize {
        // SAFETY: the invariant of the type.
        unsafe { self.word(1).read() }
    }

    /// Sets its tag.
    #[inline]
    pub(crate) fn set_tag(self, tag: usize) {
        // SAFETY: the invariant of the type.
        unsafe { self.word(1).write(tag) };
    }

    /// The word about the block below.
    #[inline]
    pub(crate) fn of_below(self) -> usize {
        // SAFETY: the invariant of the type.
        unsafe { self.0.read() }
    }

    /// Sets the word about the block below.
    #[inline]
    pub(crate) fn set_of_below(self, word: usize) {
        // SAFETY: the invariant of the type.
        unsafe { self.0.write(word) };
    }

    /// Puts it at the front of a list.
    ///
    /// # Safety
    ///
    /// It is free and in no list, and `front` is the front of one.
    #[inline]
    pub(crate) unsafe fn link(self, front: &Cell<Self>) {
        let next = front.get();
        // SAFETY: the block is free, so all of its words are the allocator's.
        unsafe { self.next().write(next) };
        // SAFETY: as above.
        unsafe { self.link_to_it().write(front) };
        front.set(self);
        if !next.is_none() {
            // SAFETY: what is in a list is free.
            unsafe { next.link_to_it().write(self.next().cast()) };
        }
    }

    /// Takes it out of its list.
    ///
    /// # Safety
    ///
    /// It is in a list.
    #[inline]
    pub(crate) unsafe fn unlink(self) {
        // SAFETY: what is in a list is free, and `link` wrote this.
        let next = unsafe { self.next().read() };
        // SAFETY: as above.
        let link = unsafe { self.link_to_it().read() };
        // SAFETY: it is the front of the list, or word 2 of a block in it.
        unsafe { (*link).set(next) };
        if !next.is_none() {
            // SAFETY: what is in a list is free.
            unsafe { next.link_to_it().write(link) };
        }
    }
}
