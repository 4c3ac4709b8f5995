//! Text in, a line out.

#![expect(unsafe_code, reason = "exports a function under a fixed name, and reads what the host wrote")]

use alloc::string::String;
use core::slice;

/// Sends the line `Hello, NAME!`, or `Hello, whoever you are!` if the name is
/// not UTF-8.
///
/// # Safety
///
/// `name` and `len` are bytes that the host wrote and that stay as they are
/// during the call; a block of `exports::buffers`, for one.
///
/// # Panics
///
/// If there is no memory for the line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greet(name: *const u8, len: usize) {
    // SAFETY: the caller says that these bytes can be read.
    let name = unsafe { slice::from_raw_parts(name, len) };
    let name = str::from_utf8(name).unwrap_or("whoever you are");
    let mut line = String::with_capacity("Hello, !".len() + name.len());
    for part in ["Hello, ", name, "!"] {
        line.push_str(part);
    }
    crate::imports::send_line(&line);
}
