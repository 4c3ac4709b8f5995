//! Writing to a file descriptor.

#![expect(unsafe_code, reason = "calls the host")]

use super::{Errno, Fd};

/// A `ciovec`: bytes to write.
#[repr(C)]
struct Ciovec {
    buf: *const u8,
    buf_len: usize,
}

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $fd_write (param $fd $fd) (param $iovs $ciovec_array)
    //   (result $error (expected $size (error $errno))))
    #[link_name = "fd_write"]
    fn import(fd: u32, iovs: *const Ciovec, iovs_len: usize, nwritten: *mut usize) -> i32;
}

/// Writes some of `bytes`, and says how many: fewer than all is no error.
pub fn fd_write(fd: Fd, bytes: &[u8]) -> Result<usize, Errno> {
    let iovec = Ciovec { buf: bytes.as_ptr(), buf_len: bytes.len() };
    let mut written = 0;
    // SAFETY: the host reads one `Ciovec`, which is on the stack, and the bytes
    // of `bytes` that it names; it writes the count to `written`. All three live
    // until the call returns.
    let returned = unsafe { import(fd.0, &raw const iovec, 1, &raw mut written) };
    Errno::check(returned).map(|()| written)
}
