//! Pages: the unit in which a source hands out memory.

#![expect(unsafe_code, reason = "a page source promises exclusive memory")]

use core::error::Error;
use core::fmt;
use core::num::NonZero;
use core::ptr::NonNull;

/// Bytes in a WebAssembly page.
///
/// Source: WebAssembly core specification 2.0, §4.2.8, "page size".
pub const PAGE_SIZE: usize = 65_536;

/// A number of pages, at least one, whose bytes can be counted in a `usize`.
///
/// On wasm32 that is at most 65,535: a whole 4 GiB does not fit a `usize`, and
/// no heap has all of it, since the first page has address 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageCount(NonZero<usize>);

impl PageCount {
    /// One page.
    pub const ONE: Self = Self(NonZero::<usize>::MIN);

    /// `count` pages, or `None` if that is none, or more than have bytes that can be
    /// counted in a `usize`.
    #[inline]
    #[must_use]
    pub const fn new(count: usize) -> Option<Self> {
        match NonZero::new(count) {
            Some(pages) if count <= usize::MAX / PAGE_SIZE => Some(Self(pages)),
            _ => None,
        }
    }

    /// The fewest pages that hold `len_bytes`, or `None` if that is none, or more
    /// than have bytes that can be counted in a `usize`.
    #[inline]
    #[must_use]
    pub const fn covering(len_bytes: usize) -> Option<Self> {
        // For no bytes, the last one is where there can be none either.
        let last = len_bytes.wrapping_sub(1);
        if last <= usize::MAX - PAGE_SIZE { Some(Self::beyond(last)) } else { None }
    }

    /// Enough pages for more than `len_bytes`, which are at most
    /// `usize::MAX - PAGE_SIZE`.
    #[inline]
    pub(crate) const fn beyond(len_bytes: usize) -> Self {
        Self(NonZero::<usize>::MIN.saturating_add(len_bytes / PAGE_SIZE))
    }

    /// How many pages.
    #[inline]
    #[must_use]
    pub const fn get(self) -> usize {
        self.0.get()
    }

    /// How many bytes.
    #[inline]
    #[must_use]
    pub const fn bytes(self) -> usize {
        // Both constructors keep the count at or below `usize::MAX / PAGE_SIZE`.
        self.get() * PAGE_SIZE
    }
}

/// A page source had no pages left, or refused to give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowError;

impl fmt::Display for GrowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the page source has no more pages; raise the memory's maximum")
    }
}

impl Error for GrowError {}

/// Where a dividing allocator gets its memory.
///
/// # Safety
///
/// Pages that [`grow`](Self::grow) returns
///
/// - start at a multiple of [`PAGE_SIZE`] and are `pages.bytes()` long; the byte
///   after the last may be past the end of the address space;
/// - may be read (once written) and written for as long as the source lives;
/// - belong to the caller alone: the source neither touches them nor gives them
///   out again, and nobody else has them;
/// - if they start where earlier pages of the same source end, form one piece
///   with them: a pointer into the earlier ones, moved forward, may be used to
///   access the new ones;
/// - have zeros in them if the source says that they are [zeroed](Self::ZEROED), and from
///   what it said was [untouched](Self::untouched) before the call on.
///
/// `grow` must neither allocate nor unwind.
pub unsafe trait PageSource {
    /// Whether pages have zeros in them when they are handed out.
    const ZEROED: bool = false;

    /// Takes `pages` more pages from the source, in one piece.
    ///
    /// They need not follow those of the last call, since somebody else may
    /// have taken some in between. What is in them is only known where they are
    /// [zeroed](Self::ZEROED).
    ///
    /// # Errors
    ///
    /// [`GrowError`] if the source does not have that many; nothing was taken.
    fn grow(&self, pages: PageCount) -> Result<NonNull<u8>, GrowError>;

    /// The number of a page, which is its address by [`PAGE_SIZE`], from which on
    /// pages have zeros in them that the next [`grow`](Self::grow) gives. One beyond
    /// the address space where that is not known.
    #[inline]
    fn untouched(&self) -> usize {
        usize::MAX / PAGE_SIZE + 1
    }
}

// SAFETY: a reference passes each call on, so the pages are as promised by `S`;
// and it does not outlive the source.
unsafe impl<S: PageSource> PageSource for &S {
    const ZEROED: bool = S::ZEROED;

    #[inline]
    fn grow(&self, pages: PageCount) -> Result<NonNull<u8>, GrowError> {
        (**self).grow(pages)
    }

    #[inline]
    fn untouched(&self) -> usize {
        (**self).untouched()
    }
}

/// Writes zeros into a block, but not into the pages of it that came as zeros from
/// the source: those from page `untouched` on, as it was
/// [before the block was made](PageSource::untouched). A block that begins in these
/// is cleared in its first `used` bytes. A null pointer is no block.
///
/// # Safety
///
/// The block is `len_bytes` long, and nothing was written into that part of it.
#[inline]
pub(crate) unsafe fn clear(block: *mut u8, len_bytes: usize, untouched: usize, used: usize) {
    if !block.is_null() {
        let addr = block.addr();
        let dirty = match addr / PAGE_SIZE < untouched {
            // Where the address space ends, the product is 0, and the difference right.
            true => untouched.wrapping_mul(PAGE_SIZE).wrapping_sub(addr),
            false => used,
        };
        // SAFETY: so long is the block.
        unsafe { block.write_bytes(0, dirty.min(len_bytes)) };
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGE_SIZE, PageCount};

    #[test]
    fn covering_rounds_up_to_whole_pages() {
        let pages = |len_bytes| PageCount::covering(len_bytes).map(PageCount::get);
        assert_eq!(pages(0), None);
        assert_eq!(pages(1), Some(1));
        assert_eq!(pages(PAGE_SIZE), Some(1));
        assert_eq!(pages(PAGE_SIZE + 1), Some(2));
    }

    #[test]
    fn none_and_more_than_fit_a_usize_are_no_page_count() {
        assert_eq!(PageCount::new(0), None);
        assert_eq!(PageCount::covering(usize::MAX), None);
        assert_eq!(PageCount::covering(usize::MAX - PAGE_SIZE + 2), None);
        let most = PageCount::covering(usize::MAX - PAGE_SIZE + 1);
        assert_eq!(most, PageCount::new(usize::MAX / PAGE_SIZE));
        assert_eq!(PageCount::new(usize::MAX / PAGE_SIZE + 1), None);
    }

    #[test]
    fn bytes_and_pages_agree() {
        let three = PageCount::new(3).expect("three pages");
        assert_eq!(three.bytes(), 3 * PAGE_SIZE);
        assert_eq!(PageCount::covering(three.bytes()), Some(three));
    }
}
