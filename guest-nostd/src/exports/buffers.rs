//! Memory for the host to write into: how text and bytes come into the guest.

#![expect(unsafe_code, reason = "exports functions under fixed names, and calls the allocator itself")]

use core::alloc::Layout;
use core::ptr;

/// The alignment in bytes of what [`alloc`] gives: enough for every value type of
/// WebAssembly, so that the host may write an array of any of them.
pub const ALIGNMENT: usize = 16;

/// A block of `len` bytes, aligned to [`ALIGNMENT`], which the host gives back
/// with [`dealloc`] and the same `len`. Null if there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(len: usize) -> *mut u8 {
    match layout(len) {
        // SAFETY: the layout is at least one byte large.
        Some(layout) => unsafe { alloc::alloc::alloc(layout) },
        None => ptr::null_mut(),
    }
}

/// Takes a block back. Null is no block, and nothing happens.
///
/// # Safety
///
/// - `block` is null, or came from [`alloc`] with the same `len`;
/// - it was not given back before, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dealloc(block: *mut u8, len: usize) {
    if let (false, Some(layout)) = (block.is_null(), layout(len)) {
        // SAFETY: the caller says that `alloc` made the block for this length,
        // and the layout depends on nothing else.
        unsafe { alloc::alloc::dealloc(block, layout) }
    }
}

/// The layout of a block of `len` bytes, at least one: blocks of no bytes are
/// told apart by their address too.
fn layout(len: usize) -> Option<Layout> {
    Layout::from_size_align(len.max(1), ALIGNMENT).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_has_an_answer() {
        for len in [0, 1, 15, 16, 17, 65_537] {
            let block = alloc(len);
            assert!(block.addr().is_multiple_of(ALIGNMENT) && !block.is_null());
            // SAFETY: `alloc` gave the block for this length just now.
            unsafe { dealloc(block, len) };
        }
        assert!(alloc(usize::MAX).is_null());
        // SAFETY: null is allowed.
        unsafe { dealloc(ptr::null_mut(), 1) };
    }
}
