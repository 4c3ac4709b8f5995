//! Reading from a file descriptor.

#![expect(unsafe_code, reason = "calls the host")]

use super::{Errno, Fd};

/// An `iovec`: room for bytes that are read.
#[repr(C)]
struct Iovec {
    buf: *mut u8,
    buf_len: usize,
}

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $fd_read (param $fd $fd) (param $iovs $iovec_array)
    //   (result $error (expected $size (error $errno))))
    #[link_name = "fd_read"]
    fn import(fd: u32, iovs: *const Iovec, iovs_len: usize, nread: *mut usize) -> i32;
}

/// Reads some bytes to the front of `room`, and says how many; 0 is the end.
pub fn fd_read(fd: Fd, room: &mut [u8]) -> Result<usize, Errno> {
    let iovec = Iovec { buf: room.as_mut_ptr(), buf_len: room.len() };
    let mut read = 0;
    // SAFETY: the host reads one `Iovec`, which is on the stack, and writes
    // within `room`, which is borrowed for this alone, and to `read`. All three
    // live until the call returns.
    let returned = unsafe { import(fd.0, &raw const iovec, 1, &raw mut read) };
    Errno::check(returned).map(|()| read)
}
