//! Pages from `memory.grow`.

#![expect(unsafe_code, reason = "promises that fresh pages are exclusive")]

use crate::pages::{GrowError, PAGE_SIZE, PageCount, PageSource};
use core::arch::wasm32::{memory_grow, memory_size};
use core::ptr::{NonNull, with_exposed_provenance_mut};

/// The module's own linear memory, grown with `memory.grow`.
///
/// It has no state: the engine knows how many pages there are, so any number of
/// these may be in use, beside a host that grows the memory from outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinearMemory;

impl LinearMemory {
    /// The linear memory.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

// SAFETY: `memory.grow` makes new pages at the end of memory, a multiple of
// `PAGE_SIZE`, and says to this caller alone where they are. They are never
// taken away, and all of linear memory is one piece. It calls no Rust code.
unsafe impl PageSource for LinearMemory {
    // WebAssembly core specification 2.0, §4.5.3.9, "growing memories".
    const ZEROED: bool = true;

    #[inline]
    fn grow(&self, pages: PageCount) -> Result<NonNull<u8>, GrowError> {
        let count_before = memory_grow::<0>(pages.get());
        // A refusal is -1. An empty memory is refused as well: its first page has
        // address 0, where a block would be a null pointer.
        if count_before.cast_signed() <= 0 {
            return Err(GrowError);
        }
        let fresh = with_exposed_provenance_mut(count_before * PAGE_SIZE);
        // SAFETY: at least one page was added, so there were some, and fewer than the
        // address space has: the product is neither 0 nor does it wrap.
        Ok(unsafe { NonNull::new_unchecked(fresh) })
    }

    #[inline]
    fn untouched(&self) -> usize {
        memory_size::<0>()
    }
}
