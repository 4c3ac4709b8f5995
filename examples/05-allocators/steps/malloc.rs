//! A vector in memory that the host divides, over an allocator of ten lines.

#![no_std]

extern crate alloc;

use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::ptr::null_mut;

// #region malloc
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    fn malloc(size: usize) -> *mut u8;
}

struct Host;

// SAFETY: the host gives no block twice, and all of them at multiples of 16.
unsafe impl GlobalAlloc for Host {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the host reads no memory of ours.
        if layout.align() > 16 { null_mut() } else { unsafe { malloc(layout.size()) } }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static HEAP: Host = Host;

#[unsafe(no_mangle)]
extern "C" fn squares(count: u32) -> *const u32 {
    (0..count).map(|number| number.wrapping_mul(number)).collect::<Vec<_>>().leak().as_ptr()
}
// #endregion malloc

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
