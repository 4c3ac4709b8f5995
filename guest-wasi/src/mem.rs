//! The one function that the compiler takes from a libc, and that neither the
//! instructions of WebAssembly nor compiler_builtins for this target have:
//! comparing slices calls it.

#![expect(unsafe_code, reason = "defines a function of C")]

use core::cmp::Ordering;
use core::ffi::{c_int, c_void};
use core::slice;

/// Compares `len` bytes; less than 0, 0, or more than 0.
///
/// # Safety
///
/// `left` and `right` are not null, and `len` bytes can be read at each.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcmp(left: *const c_void, right: *const c_void, len: usize) -> c_int {
    // SAFETY: the caller says that so many bytes can be read there.
    let left = unsafe { slice::from_raw_parts(left.cast::<u8>(), len) };
    // SAFETY: as above.
    let right = unsafe { slice::from_raw_parts(right.cast::<u8>(), len) };
    for (left, right) in left.iter().zip(right) {
        match left.cmp(right) {
            Ordering::Equal => {}
            Ordering::Less => return -1,
            Ordering::Greater => return 1,
        }
    }
    0
}
