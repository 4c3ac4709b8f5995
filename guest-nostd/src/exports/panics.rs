//! A panic on demand, to see what the host makes of it.

#![expect(unsafe_code, reason = "exports a function under a fixed name")]

/// Panics.
///
/// # Panics
///
/// Always.
#[unsafe(no_mangle)]
pub extern "C" fn panic_now() {
    panic!("the host asked for a panic");
}
