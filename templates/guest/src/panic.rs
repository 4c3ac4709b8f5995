//! What a panic does. Neither answer formats: `core::fmt` alone weighs kilobytes.

use core::arch::wasm32::unreachable;
use core::panic::PanicInfo;

/// Traps. The host sees a `RuntimeError: unreachable`, and no text.
#[cfg(not(feature = "panic-message"))]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unreachable()
}

/// Tells the host what happened and where, then traps. Of a message with arguments the host gets the place alone.
#[cfg(feature = "panic-message")]
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let message = info.message().as_str().unwrap_or_default();
    let (file, line, column) = match info.location() {
        Some(location) => (location.file(), location.line(), location.column()),
        None => ("", 0, 0),
    };
    crate::imports::panic(message, file, line, column);
    unreachable()
}
