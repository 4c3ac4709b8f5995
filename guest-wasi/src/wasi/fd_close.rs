//! Closing a file descriptor.

#![expect(unsafe_code, reason = "declares an import")]

use super::{Errno, Fd};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $fd_close (param $fd $fd) (result $error (expected (error $errno))))
    #[link_name = "fd_close"]
    safe fn import(fd: u32) -> i32;
}

/// Closes `fd`. What was written may only now turn out not to fit.
pub fn fd_close(fd: Fd) -> Result<(), Errno> {
    Errno::check(import(fd.0))
}
