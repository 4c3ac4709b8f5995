//! A plug-in that does what a host has to be safe from.

#![no_std]

use core::arch::wasm32;
use core::hint::black_box;
use core::panic::PanicInfo;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    fn log(start: usize, len: usize);
}

/// Never comes back.
#[unsafe(no_mangle)]
extern "C" fn spin() {
    loop {
        black_box(());
    }
}

/// Takes all the memory that there is, and says how many pages it has then.
#[unsafe(no_mangle)]
extern "C" fn take() -> usize {
    while wasm32::memory_grow(0, 1) != usize::MAX {}
    wasm32::memory_size(0)
}

/// Calls itself four billion times, each call within the one before.
#[unsafe(no_mangle)]
extern "C" fn dig() -> u32 {
    fn call(depth: u32) -> u32 {
        if depth == 0 { 0 } else { black_box(call(depth - 1)) + 1 }
    }
    call(u32::MAX)
}

// #region lie
/// Has the host read its last two bytes, and one beyond.
#[unsafe(no_mangle)]
extern "C" fn lie() {
    // SAFETY: the host is said to check.
    unsafe { log((wasm32::memory_size(0) << 16) - 2, 3) }
}
// #endregion lie

/// Gives up.
#[unsafe(no_mangle)]
extern "C" fn crash() {
    wasm32::unreachable()
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}
