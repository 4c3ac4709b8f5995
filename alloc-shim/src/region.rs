//! Pages from an array of the host program.

#![expect(unsafe_code, reason = "hands out parts of one borrowed array")]

use crate::pages::{GrowError, PAGE_SIZE, PageCount, PageSource};
use core::cell::Cell;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

/// A page of memory: [`PAGE_SIZE`] bytes at a multiple of [`PAGE_SIZE`].
#[derive(Clone, Copy)]
#[repr(C, align(65536))]
pub struct Page(MaybeUninit<[u8; PAGE_SIZE]>);

const _: () = assert!(size_of::<Page>() == PAGE_SIZE && align_of::<Page>() == PAGE_SIZE);

impl Page {
    /// A page with nothing in it yet.
    #[must_use]
    pub const fn uninit() -> Self {
        Self(MaybeUninit::uninit())
    }
}

/// A page source over an array of pages, first to last.
///
/// It behaves as `memory.grow` does, so native tests and Miri see what a guest
/// sees. Whoever holds a reference to it can call [`grow`](PageSource::grow) as
/// well: that is how a test plays the somebody else who grows memory between
/// two calls of an allocator.
///
/// ```
/// use alloc_shim::{Bump, Page, PageCount, PageSource, Region};
///
/// let mut pages = vec![Page::uninit(); 4];
/// let region = Region::new(&mut pages);
/// let heap = Bump::new(&region);
/// region.grow(PageCount::ONE)?; // somebody else
/// region.refuse(true); // from here on there is no memory
/// # let _ = heap;
/// # Ok::<(), alloc_shim::GrowError>(())
/// ```
pub struct Region<'a> {
    first: NonNull<u8>,
    taken: Cell<usize>,
    count: usize,
    refuses: Cell<bool>,
    pages: PhantomData<&'a mut [Page]>,
}

// SAFETY: `first` stands for the `&'a mut [Page]` it was made of, which may be
// sent; the rest are plain values.
unsafe impl Send for Region<'_> {}

impl<'a> Region<'a> {
    /// A source over `pages`, none of them taken.
    #[must_use]
    pub const fn new(pages: &'a mut [Page]) -> Self {
        let count = pages.len();
        // One pointer to all of the array, made once: each page that is handed
        // out is derived from it, so no page invalidates another.
        // SAFETY: a slice's pointer is never null.
        let first = unsafe { NonNull::new_unchecked(pages.as_mut_ptr().cast()) };
        Self { first, taken: Cell::new(0), count, refuses: Cell::new(false), pages: PhantomData }
    }

    /// From now on, refuse to grow, or do not.
    pub fn refuse(&self, refuses: bool) {
        self.refuses.set(refuses);
    }
}

// SAFETY: `grow` hands out `taken..taken + pages` of an array this source has
// borrowed for as long as it lives, and then counts them as taken, so each page
// goes to one caller. `Page` is aligned to `PAGE_SIZE`, and every pointer comes
// from the one to the whole array. It calls nothing that allocates or unwinds.
unsafe impl PageSource for Region<'_> {
    fn grow(&self, pages: PageCount) -> Result<NonNull<u8>, GrowError> {
        let taken = self.taken.get();
        // `taken <= count` always, so this is what is left.
        if self.refuses.get() || pages.get() > self.count - taken {
            return Err(GrowError);
        }
        self.taken.set(taken + pages.get());
        // SAFETY: `taken <= count`, so this is in the array or one past its end,
        // and the array is at most `isize::MAX` bytes long, as any object.
        Ok(unsafe { self.first.add(taken * PAGE_SIZE) })
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{Page, Region};
    use crate::pages::{GrowError, PAGE_SIZE, PageCount, PageSource};
    use std::vec;

    #[test]
    fn pages_follow_each_other_until_there_are_none() {
        let mut pages = vec![Page::uninit(); 3];
        let region = Region::new(&mut pages);
        let first = region.grow(PageCount::ONE).expect("a page");
        let two = PageCount::new(2).expect("two pages");
        let next = region.grow(two).expect("two pages");
        assert_eq!(first.addr().get() % PAGE_SIZE, 0);
        assert_eq!(next.addr().get() - first.addr().get(), PAGE_SIZE);
        assert_eq!(region.grow(PageCount::ONE), Err(GrowError));
    }

    #[test]
    fn a_refusal_takes_nothing() {
        let mut pages = vec![Page::uninit(); 1];
        let region = Region::new(&mut pages);
        region.refuse(true);
        assert_eq!(region.grow(PageCount::ONE), Err(GrowError));
        region.refuse(false);
        assert!(region.grow(PageCount::ONE).is_ok());
    }
}
