//! The environment of the program.

#![expect(unsafe_code, reason = "calls the host")]

use super::Errno;
use super::strings::Strings;

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $environ_sizes_get (result $error (expected (tuple $size $size) (error $errno))))
    #[link_name = "environ_sizes_get"]
    fn sizes_get(count: *mut usize, bytes: *mut usize) -> i32;
    // (func $environ_get (param $environ (@witx pointer (@witx pointer u8)))
    //   (param $environ_buf (@witx pointer u8)) (result $error (expected (error $errno))))
    #[link_name = "environ_get"]
    fn get(environ: *mut *mut u8, environ_buf: *mut u8) -> i32;
}

/// The variables, each as `NAME=value`.
pub fn environ() -> Result<Strings, Errno> {
    Strings::get(
        // SAFETY: the host writes a size to each of the two.
        |count, bytes| Errno::check(unsafe { sizes_get(count, bytes) }),
        // SAFETY: both have the lengths that the host said they need.
        |environ, buffer| Errno::check(unsafe { get(environ.as_mut_ptr(), buffer.as_mut_ptr()) }),
    )
}
