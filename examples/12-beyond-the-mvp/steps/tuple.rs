//! Two results, as a tuple.

#![no_std]

use core::num::NonZero;

/// The quotient and the rest.
// #region divide
#[unsafe(no_mangle)]
#[expect(improper_ctypes_definitions, reason = "what becomes of a tuple is what is to be seen")]
extern "C" fn divide(number: u32, by: NonZero<u32>) -> (u32, u32) {
    (number / by, number % by)
}
// #endregion divide

#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // Nothing here panics, and a trap has another name for each target.
    loop {}
}
