//! The allocators that take pages from a source, each under a script: the bodies
//! of the property tests here and of the fuzz targets in `fuzz/`.

#![expect(unsafe_code, reason = "writes into pages of somebody else's, and promises size 0")]

use alloc_contract::{Frees, Promises, Violation, World, ZeroSize, check_script};
use alloc_shim::{Balanced, Bump, Full, GrowError, PAGE_SIZE, Page, PageCount, PageSource, Region, Tiny};
use std::cell::Cell;
use std::ptr::NonNull;

/// What there is for an allocator and for somebody else: 4 MiB.
const PAGES: usize = 64;

/// What somebody else writes into pages of theirs.
const THEIRS: u8 = 0x5e;

/// A region that somebody else takes pages of, and watches over.
struct Shared<'a> {
    region: &'a Region<'a>,
    theirs: Vec<NonNull<u8>>,
}

impl Shared<'_> {
    /// Panics if somebody wrote to a page of somebody else's.
    fn assert_theirs(&self) {
        // An interpreter has less time to look.
        let step = if cfg!(miri) { 4099 } else { 61 };
        for page in &self.theirs {
            for offset in (0..PAGE_SIZE).step_by(step) {
                // SAFETY: the offset is within the page.
                let byte = unsafe { page.add(offset) };
                // SAFETY: all of the page was written when it was taken.
                assert_eq!(unsafe { byte.read() }, THEIRS, "byte {offset} of a page of somebody else's");
            }
        }
    }
}

impl World for Shared<'_> {
    fn most_bytes(&self) -> usize {
        PAGES * PAGE_SIZE
    }

    fn somebody_else(&mut self) -> bool {
        self.assert_theirs();
        let Ok(page) = self.region.grow(PageCount::ONE) else {
            return false;
        };
        // SAFETY: the page is theirs alone, and this long.
        unsafe { page.write_bytes(THEIRS, PAGE_SIZE) };
        self.theirs.push(page);
        true
    }

    fn refuse(&mut self, refuses: bool) {
        self.region.refuse(refuses);
    }
}

/// Pages of a region with zeros in them, as those of `memory.grow` have.
struct Zeroed<'a> {
    region: &'a Region<'a>,
    end: Cell<usize>,
}

// SAFETY: the pages are those of a region, and are cleared as they are handed out,
// the later ones above the earlier ones.
unsafe impl PageSource for Zeroed<'_> {
    const ZEROED: bool = true;

    fn grow(&self, pages: PageCount) -> Result<NonNull<u8>, GrowError> {
        let fresh = self.region.grow(pages)?;
        // SAFETY: so long are the pages, and nobody has them.
        unsafe { fresh.write_bytes(0, pages.bytes()) };
        self.end.set(fresh.addr().get() + pages.bytes());
        Ok(fresh)
    }

    fn untouched(&self) -> usize {
        self.end.get() / PAGE_SIZE
    }
}

/// Defines a body: an allocator over a region, and what it promises. It runs twice,
/// the second time over pages with zeros in them.
macro_rules! scripted {
    ($($name:ident: $allocator:ident, $frees:ident, coalesces: $coalesces:literal;)*) => {$(
        #[allow(dead_code, reason = "a fuzz target has one of these")]
        pub fn $name(script: &[u8]) -> Result<(), Violation> {
            let promises = Promises {
                frees: Frees::$frees,
                // SAFETY: every allocator of this crate says that it takes size 0 for 1.
                zero_size: unsafe { ZeroSize::answered() },
                refuses_impossible: true,
                can_be_filled: true,
                coalesces: $coalesces,
                alone: true,
            };
            for zeroed in [false, true] {
                let mut pages = vec![Page::uninit(); PAGES];
                let region = Region::new(&mut pages);
                let mut world = Shared { region: &region, theirs: Vec::new() };
                if zeroed {
                    let source = Zeroed { region: &region, end: Cell::new(0) };
                    check_script(&$allocator::new(source), promises, script, &mut world)?;
                } else {
                    check_script(&$allocator::new(&region), promises, script, &mut world)?;
                }
                world.assert_theirs();
            }
            Ok(())
        }
    )*};
}

scripted! {
    bump: Bump, Last, coalesces: true;
    tiny: Tiny, Everything, coalesces: false;
    balanced: Balanced, Everything, coalesces: true;
    full: Full, Everything, coalesces: true;
}
