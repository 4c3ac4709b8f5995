//! A block, and the words at its front: the only file that reads and writes them.
//!
//! ```text
//!   word   0   1   2          3     4      5      … len
//!                  of below   tag   next   link   … of this block, while it is free
//!                                   └ what a program has, while it is not
//! ```
//!
//! Word 2 says what the block below is, and word 2 of the block above what this one
//! is. Words 0 and 1 are the last that a program has of the block below, and so is
//! word 2, if an allocator needs it only below a free one. Words 4 and 5 are in the
//! list of a bin.

#![expect(unsafe_code, reason = "reads and writes the words of blocks")]

use core::ptr::NonNull;

/// Blocks begin at multiples of this, and are multiples of it long, in bytes. So each
/// has room for a list.
pub(crate) const GRANULE_LEN: usize = 4 * size_of::<usize>();
/// In a tag: the block is free.
pub(crate) const FREE: usize = 1;
/// The first word that a program has.
const PAYLOAD: usize = 4;

/// Where a block begins.
///
/// Invariant: its words 2 and 3 belong to an allocator, and so do all of the bytes up
/// to the end of the region it is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block(NonNull<usize>);

impl Block {
    /// The block that begins at `start`.
    ///
    /// # Safety
    ///
    /// The invariant of the type.
    #[inline]
    pub(crate) const unsafe fn new(start: NonNull<u8>) -> Self {
        Self(start.cast())
    }

    /// The block of which a program has `payload`.
    ///
    /// # Safety
    ///
    /// `payload` is as [`payload`](Self::payload) gave it.
    #[inline]
    pub(crate) unsafe fn of_payload(payload: *mut u8) -> Self {
        // SAFETY: nobody has a block at address 0.
        let payload = unsafe { NonNull::new_unchecked(payload) };
        // SAFETY: a block begins so far before its payload.
        Self(unsafe { payload.cast::<usize>().sub(PAYLOAD) })
    }

    /// What a program gets of it.
    #[inline]
    pub(crate) fn payload(self) -> *mut u8 {
        self.word(PAYLOAD).cast().as_ptr()
    }

    /// Where it begins, as a number.
    #[inline]
    pub(crate) fn addr(self) -> usize {
        self.0.addr().get()
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

    /// Where word 2 or 3 is, or 4 or 5 of a block that is not a fence.
    #[inline]
    fn word(self, index: usize) -> NonNull<usize> {
        // SAFETY: the invariant of the type, and a block has as many words.
        unsafe { self.0.add(index) }
    }

    /// Its tag.
    #[inline]
    pub(crate) fn tag(self) -> usize {
        // SAFETY: the invariant of the type.
        unsafe { self.word(3).read() }
    }

    /// Sets its tag.
    #[inline]
    pub(crate) fn set_tag(self, tag: usize) {
        // SAFETY: the invariant of the type.
        unsafe { self.word(3).write(tag) };
    }

    /// The word about the block below.
    #[inline]
    pub(crate) fn of_below(self) -> usize {
        // SAFETY: the invariant of the type.
        unsafe { self.word(2).read() }
    }

    /// Sets the word about the block below.
    #[inline]
    pub(crate) fn set_of_below(self, word: usize) {
        // SAFETY: the invariant of the type.
        unsafe { self.word(2).write(word) };
    }

    /// Where the next block in the list is noted.
    #[inline]
    fn next(self) -> NonNull<Option<Self>> {
        self.word(PAYLOAD).cast()
    }

    /// Where it is noted what is to be changed when this is taken out of the list.
    #[inline]
    fn link_to_it(self) -> NonNull<NonNull<Option<Self>>> {
        self.word(5).cast()
    }

    /// Puts it at the front of a list.
    ///
    /// # Safety
    ///
    /// It is free and in no list, and `front` is the front of one.
    #[inline]
    pub(crate) unsafe fn link(self, front: NonNull<Option<Self>>) {
        // SAFETY: the caller says that it is the front of a list.
        let next = unsafe { front.read() };
        // SAFETY: the block is free, so all of its words are the allocator's.
        unsafe { self.next().write(next) };
        // SAFETY: as above.
        unsafe { self.link_to_it().write(front) };
        // SAFETY: as above.
        unsafe { front.write(Some(self)) };
        if let Some(next) = next {
            // SAFETY: what is in a list is free.
            unsafe { next.link_to_it().write(self.next()) };
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
        // SAFETY: it is the front of the list, or word 4 of a block in it.
        unsafe { link.write(next) };
        if let Some(next) = next {
            // SAFETY: what is in a list is free.
            unsafe { next.link_to_it().write(link) };
        }
    }
}
