//! `alloc_zeroed` writes no zeros where the source has them already.

#![expect(unsafe_code, reason = "is a page source, and calls allocators as a program does")]

use alloc_shim::{Balanced, Bump, Full, GrowError, PAGE_SIZE, Page, PageCount, PageSource, Region, Tiny};
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::NonNull;

/// Where a page has [`MARK`], which is no zero: who clears the page, clears this too.
const MARKED: usize = PAGE_SIZE / 2;
const MARK: u8 = 0x3c;

/// Pages that say they are zeros, with one mark in each.
struct Marked<'a> {
    region: Region<'a>,
    end: Cell<usize>,
}

// SAFETY: but for the mark, the pages are as promised; who reads them is this test.
unsafe impl PageSource for Marked<'_> {
    const ZEROED: bool = true;

    fn grow(&self, pages: PageCount) -> Result<NonNull<u8>, GrowError> {
        let fresh = self.region.grow(pages)?;
        // SAFETY: so long are the pages, and nobody has them.
        unsafe { fresh.write_bytes(0, pages.bytes()) };
        for page in 0..pages.get() {
            // SAFETY: this is in one of the pages.
            let mark = unsafe { fresh.add(page * PAGE_SIZE + MARKED) };
            // SAFETY: as above.
            unsafe { mark.write(MARK) };
        }
        self.end.set(fresh.addr().get() + pages.bytes());
        Ok(fresh)
    }

    fn untouched(&self) -> usize {
        self.end.get() / PAGE_SIZE
    }
}

/// How many marks are in a block, and whether all else in it is zero.
fn marks(block: &[u8]) -> usize {
    let mut marks = 0;
    for byte in block {
        match *byte {
            0 => {}
            MARK if (byte as *const u8).addr() % PAGE_SIZE == MARKED => marks += 1,
            other => panic!("{other:#x} in a block that was to be zeros"),
        }
    }
    marks
}

/// Asks for zeros three times: of new pages, of the same ones that are dirty by
/// then, and of a block that begins in dirty ones and ends in new ones.
fn check<A: GlobalAlloc>(new: impl Fn(Marked<'static>) -> A) {
    let pages = Box::leak(vec![Page::uninit(); 32].into_boxed_slice());
    let heap = new(Marked { region: Region::new(pages), end: Cell::new(0) });
    let layout = |size| Layout::from_size_align(size, 8).expect("a layout");
    let zeros = |size| {
        // SAFETY: the size is not 0.
        let block = unsafe { heap.alloc_zeroed(layout(size)) };
        assert!(!block.is_null());
        // SAFETY: so long is the block, and all of it was cleared, or came so.
        unsafe { std::slice::from_raw_parts_mut(block, size) }
    };

    let size = 3 * PAGE_SIZE;
    let block = zeros(size);
    assert_eq!(marks(block), 3, "new pages were cleared");
    block.fill(0xff);
    // SAFETY: it is a block of this heap.
    unsafe { heap.dealloc(block.as_mut_ptr(), layout(size)) };

    let block = zeros(size);
    assert_eq!(marks(block), 0, "pages that were used were not cleared");
    block.fill(0xff);
    // SAFETY: as above.
    unsafe { heap.dealloc(block.as_mut_ptr(), layout(size)) };

    let block = zeros(8 * PAGE_SIZE);
    assert!(marks(block) >= 4, "new pages were cleared");
}

#[test]
fn a_bump_does_not_clear_new_pages() {
    check(Bump::new);
}

#[test]
fn tiny_does_not_clear_new_pages() {
    check(Tiny::new);
}

#[test]
fn balanced_does_not_clear_new_pages() {
    check(Balanced::new);
}

#[test]
fn full_does_not_clear_new_pages() {
    check(Full::new);
}
