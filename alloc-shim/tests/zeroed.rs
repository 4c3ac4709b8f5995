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
    region: &'a Region<'a>,
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

fn with_marked_pages(body: impl FnOnce(Marked<'_>)) {
    let mut pages = vec![Page::uninit(); 32];
    let region = Region::new(&mut pages);
    body(Marked { region: &region, end: Cell::new(0) });
}

/// How many marks are in a block, of which all else is to be zero, as far as an
/// interpreter has time to look.
fn marks(block: &[u8]) -> usize {
    let start = block.as_ptr().addr();
    let to_first_mark = (MARKED + PAGE_SIZE - start % PAGE_SIZE) % PAGE_SIZE;
    let is_marked = |offset: usize| offset % PAGE_SIZE == to_first_mark;
    let step = if cfg!(miri) { 509 } else { 1 };
    for offset in (0..block.len()).step_by(step).filter(|offset| !is_marked(*offset)) {
        assert_eq!(block[offset], 0, "byte {offset} of a block that was to be zeros");
    }
    block.iter().skip(to_first_mark).step_by(PAGE_SIZE).filter(|byte| **byte == MARK).count()
}

/// Asks for zeros three times: of new pages, of the same ones that are dirty by
/// then, and of a block that begins in dirty ones and ends in new ones.
fn check(heap: &impl GlobalAlloc) {
    let zeros = |pages: usize| {
        let size = pages * PAGE_SIZE;
        let layout = Layout::from_size_align(size, 8).expect("a layout");
        // SAFETY: the size is not 0.
        let block = unsafe { heap.alloc_zeroed(layout) };
        assert!(!block.is_null());
        // SAFETY: so long is the block, and all of it was cleared, or came so.
        let marks = marks(unsafe { std::slice::from_raw_parts(block, size) });
        // SAFETY: as above.
        unsafe { block.write_bytes(0xff, size) };
        // SAFETY: it is a block of this heap.
        unsafe { heap.dealloc(block, layout) };
        marks
    };
    assert_eq!(zeros(3), 3, "new pages were cleared");
    assert_eq!(zeros(3), 0, "pages that were used were not cleared");
    assert!(zeros(8) >= 4, "new pages were cleared");
}

#[test]
fn a_bump_does_not_clear_new_pages() {
    with_marked_pages(|source| check(&Bump::new(source)));
}

#[test]
fn tiny_does_not_clear_new_pages() {
    with_marked_pages(|source| check(&Tiny::new(source)));
}

#[test]
fn balanced_does_not_clear_new_pages() {
    with_marked_pages(|source| check(&Balanced::new(source)));
}

#[test]
fn full_does_not_clear_new_pages() {
    with_marked_pages(|source| check(&Full::new(source)));
}
