//! What a panic does.
//!
//! Neither answer formats: `core::fmt` alone weighs kilobytes, and it stays out
//! as long as nothing here touches a `Display`.

exclusive! {
    "a panic has one answer": "panic-trap", "panic-message"
}

#[cfg(not(any(feature = "panic-trap", feature = "panic-message")))]
compile_error!("a panic has no answer: turn on one of the features `panic-trap` and `panic-message`");

use core::arch::wasm32::unreachable;
use core::panic::PanicInfo;

/// Traps. The host sees a `RuntimeError: unreachable`, and the stack of its
/// calls, but no text.
#[cfg(feature = "panic-trap")]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unreachable()
}

/// Tells the host what happened and where, then traps. A message with arguments
/// would have to be formatted; of such a panic the host gets an empty message
/// and the place.
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
