//! A guest whose heap is the host's: it imports `malloc` and `free`.

#![no_std]

extern crate alloc;

use alloc::boxed::Box;
use alloc_shim::HostMalloc;
use core::ptr;

// #region twice
#[global_allocator]
static HEAP: HostMalloc = HostMalloc;

/// A text twice, in a block that is the host's to free.
///
/// # Safety
///
/// `start` and `len`, at least 1, are a block of the host's `malloc`, which is the guest's from now on.
#[unsafe(no_mangle)]
unsafe extern "C" fn twice(start: *mut u8, len: usize) -> *mut u8 {
    // SAFETY: the caller gives up the block.
    let text = unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(start, len)) };
    Box::into_raw([&*text, &*text].concat().into_boxed_slice()).cast()
}
// #endregion twice

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
