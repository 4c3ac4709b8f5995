//! The program that is weighed: it passes each call on, so nothing is known of
//! a layout until it comes.
//!
//! `calls` takes any alignment. `calls-8` is what the figures of bytes are of:
//! alignment 8, as in a program whose types need no more, which LLVM then
//! knows in the allocator.

#![expect(unsafe_code, reason = "exports symbols by name, and trusts its caller")]

extern crate alloc;

use core::alloc::Layout;

/// The layout that the caller says is valid.
///
/// # Safety
///
/// `align` is a power of two, and `size` rounded up to it at most `isize::MAX`.
#[inline(always)]
unsafe fn layout(size: usize, align: usize) -> Layout {
    let align = if cfg!(feature = "calls-8") { 8 } else { align };
    // SAFETY: the caller's promise; and 8 is a power of two.
    unsafe { Layout::from_size_align_unchecked(size, align) }
}

// SAFETY: no other symbol has this name.
#[unsafe(export_name = "alloc")]
unsafe extern "C" fn export_alloc(size: usize, align: usize) -> *mut u8 {
    // SAFETY: the host's promise.
    let layout = unsafe { layout(size, align) };
    // SAFETY: the same, or it wants to know what no block is.
    unsafe { alloc::alloc::alloc(layout) }
}

// SAFETY: no other symbol has this name.
#[unsafe(export_name = "dealloc")]
unsafe extern "C" fn export_dealloc(ptr: *mut u8, size: usize, align: usize) {
    // SAFETY: the host's promise.
    let layout = unsafe { layout(size, align) };
    // SAFETY: the same; and `ptr` is a block of this layout.
    unsafe { alloc::alloc::dealloc(ptr, layout) }
}

// SAFETY: no other symbol has this name.
#[unsafe(export_name = "realloc")]
unsafe extern "C" fn export_realloc(ptr: *mut u8, size: usize, align: usize, new_size: usize) -> *mut u8 {
    // SAFETY: the host's promise.
    let layout = unsafe { layout(size, align) };
    // SAFETY: as for `dealloc`; and `new_size` is as valid as `size`.
    unsafe { alloc::alloc::realloc(ptr, layout, new_size) }
}

#[cfg(feature = "calls")]
// SAFETY: no other symbol has this name.
#[unsafe(export_name = "alloc_zeroed")]
unsafe extern "C" fn export_alloc_zeroed(size: usize, align: usize) -> *mut u8 {
    // SAFETY: the host's promise.
    let layout = unsafe { layout(size, align) };
    // SAFETY: as for `alloc`.
    unsafe { alloc::alloc::alloc_zeroed(layout) }
}
