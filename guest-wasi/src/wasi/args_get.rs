//! The arguments of the program.

#![expect(unsafe_code, reason = "calls the host")]

use super::Errno;
use super::strings::Strings;

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $args_sizes_get (result $error (expected (tuple $size $size) (error $errno))))
    #[link_name = "args_sizes_get"]
    fn sizes_get(count: *mut usize, bytes: *mut usize) -> i32;
    // (func $args_get (param $argv (@witx pointer (@witx pointer u8)))
    //   (param $argv_buf (@witx pointer u8)) (result $error (expected (error $errno))))
    #[link_name = "args_get"]
    fn get(argv: *mut *mut u8, argv_buf: *mut u8) -> i32;
}

/// The arguments, the first of which is the program's name.
pub fn args() -> Result<Strings, Errno> {
    Strings::get(
        // SAFETY: the host writes a size to each of the two.
        |count, bytes| Errno::check(unsafe { sizes_get(count, bytes) }),
        // SAFETY: both have the lengths that the host said they need.
        |argv, buffer| Errno::check(unsafe { get(argv.as_mut_ptr(), buffer.as_mut_ptr()) }),
    )
}
