//! The allocators that take pages from a source, each under a script: the bodies
//! of the property tests here and of the fuzz targets in `fuzz/`.

#![expect(unsafe_code, reason = "writes into pages of somebody else's, and promises size 0")]

use alloc_contract::{Frees, Promises, Violation, World, ZeroSize, check_script};
use alloc_shim::{Balanced, Bump, Full, PAGE_SIZE, Page, PageCount, PageSource, Region, Tiny};
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

/// Defines a body: an allocator over a region, and what it promises.
macro_rules! scripted {
    ($($name:ident: $allocator:ident, $frees:ident, coalesces: $coalesces:literal;)*) => {$(
        #[allow(dead_code, reason = "a fuzz target has one of these")]
        pub fn $name(script: &[u8]) -> Result<(), Violation> {
            let mut pages = vec![Page::uninit(); PAGES];
            let region = Region::new(&mut pages);
            let mut world = Shared { region: &region, theirs: Vec::new() };
            let promises = Promises {
                frees: Frees::$frees,
                // SAFETY: every allocator of this crate says that it takes size 0 for 1.
                zero_size: unsafe { ZeroSize::answered() },
                refuses_impossible: true,
                can_be_filled: true,
                coalesces: $coalesces,
                alone: true,
            };
            check_script(&$allocator::new(&region), promises, script, &mut world)?;
            world.assert_theirs();
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
