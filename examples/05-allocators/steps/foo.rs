//! Five bytes, asked of the host, and a number in one of them.

#![no_std]

extern crate alloc;

use alloc::alloc::alloc;
use core::alloc::Layout;

#[global_allocator]
static HEAP: alloc_shim::HostMalloc = alloc_shim::HostMalloc;

// #region foo
const FIVE: Layout = Layout::new::<[u8; 5]>();

/// Nobody ever sees the block.
#[unsafe(no_mangle)]
extern "C" fn forgotten() {
    // SAFETY: the layout is not of size 0.
    let block = unsafe { alloc(FIVE) };
    // SAFETY: the block is five bytes long, if the host has that many.
    unsafe { block.add(3).write(42) };
}

/// The host gets to see it.
#[unsafe(no_mangle)]
extern "C" fn foo() -> *mut u8 {
    // SAFETY: as above.
    let block = unsafe { alloc(FIVE) };
    // SAFETY: as above.
    unsafe { block.add(3).write(42) };
    block
}
// #endregion foo

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
