//! Random bytes.

#![expect(unsafe_code, reason = "calls the host")]

use super::Errno;

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $random_get (param $buf (@witx pointer u8)) (param $buf_len $size)
    //   (result $error (expected (error $errno))))
    #[link_name = "random_get"]
    fn import(buf: *mut u8, buf_len: usize) -> i32;
}

/// Fills `room` with random bytes that are good enough for keys.
pub fn random_get(room: &mut [u8]) -> Result<(), Errno> {
    // SAFETY: the host writes within `room`, which is borrowed for this alone.
    Errno::check(unsafe { import(room.as_mut_ptr(), room.len()) })
}
