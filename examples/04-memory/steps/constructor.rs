//! A function that is to run before all others.

#![no_std]

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

// #region constructor
static RUNS: AtomicU32 = AtomicU32::new(0);

extern "C" fn constructor() {
    RUNS.fetch_add(1, Relaxed);
}

#[used]
#[unsafe(link_section = ".init_array")]
static ENTRY: extern "C" fn() = constructor;

#[unsafe(no_mangle)]
extern "C" fn runs() -> u32 {
    RUNS.load(Relaxed)
}
// #endregion constructor

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
