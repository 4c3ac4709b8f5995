//! What the guest asks of its host, each behind a safe function.
//!
//! Every block names its module. Without that, a symbol that nobody has is a link
//! error since Rust 1.96, and one that the toolchain has, such as `log`, is bound
//! to that: to the logarithm in compiler_builtins.

#[cfg(any(feature = "greet", feature = "panic-message"))]
mod env {
    #![expect(unsafe_code, reason = "declares imports")]

    #[link(wasm_import_module = "env")]
    unsafe extern "C" {
        #[cfg(feature = "greet")]
        pub(super) safe fn send_line(text: *const u8, len: usize);
        #[cfg(feature = "panic-message")]
        pub(super) safe fn panic(
            message: *const u8,
            message_len: usize,
            file: *const u8,
            file_len: usize,
            line: u32,
            column: u32,
        );
    }
}

#[cfg(feature = "random-add")]
mod math {
    #![expect(unsafe_code, reason = "declares imports")]

    // In JavaScript this module is the global object `Math`, as it stands.
    #[link(wasm_import_module = "Math")]
    unsafe extern "C" {
        pub(super) safe fn random() -> f64;
    }
}

/// Hands one line of text to the host, which reads it before it returns.
#[cfg(feature = "greet")]
pub(crate) fn send_line(line: &str) {
    env::send_line(line.as_ptr(), line.len());
}

/// Tells the host of a panic. The host may throw, and then this does not return.
#[cfg(feature = "panic-message")]
pub(crate) fn panic(message: &str, file: &str, line: u32, column: u32) {
    env::panic(message.as_ptr(), message.len(), file.as_ptr(), file.len(), line, column);
}

/// A number from 0 up to, but not including, 1.
#[cfg(feature = "random-add")]
pub(crate) fn random() -> f64 {
    math::random()
}
