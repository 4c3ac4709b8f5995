//! An object of the guest in the hands of the host: the host has its address
//! and nothing else, and says when it is done with it.

#![expect(unsafe_code, reason = "exports functions under fixed names, and takes addresses back from the host")]

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::{ptr, slice};

/// Some numbers. The host never looks inside.
#[derive(Debug)]
pub struct Vector(Vec<f64>);

/// A vector of the `len` numbers at `values`, which are copied. Null if there is
/// no memory for the copy.
///
/// # Safety
///
/// `values` and `len` are numbers that the host wrote, aligned to 8 bytes.
///
/// # Panics
///
/// If there is memory for the copy, but none for the vector itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vector_new(values: *const f64, len: usize) -> *mut Vector {
    // SAFETY: the caller says that these numbers can be read.
    let values = unsafe { slice::from_raw_parts(values, len) };
    let mut copy = Vec::new();
    if copy.try_reserve_exact(len).is_err() {
        return ptr::null_mut();
    }
    copy.extend_from_slice(values);
    Box::into_raw(Box::new(Vector(copy)))
}

/// The sum of the products of the numbers at equal places. Numbers beyond the
/// end of the shorter vector count as 0.
///
/// # Safety
///
/// Both came from [`vector_new`], are not null and were not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vector_dot_product(lhs: *const Vector, rhs: *const Vector) -> f64 {
    // SAFETY: the caller says that the vector is there.
    let lhs = unsafe { &*lhs };
    // SAFETY: as above; both are only read, so they may be the same one.
    let rhs = unsafe { &*rhs };
    lhs.0.iter().zip(&rhs.0).map(|(l, r)| l * r).sum()
}

/// Frees a vector. Null is no vector, and nothing happens.
///
/// # Safety
///
/// It is null, or came from [`vector_new`] and was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vector_free(vector: *mut Vector) {
    if !vector.is_null() {
        // SAFETY: the caller says that the box is there, and gives it up.
        drop(unsafe { Box::from_raw(vector) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_made_used_and_freed() {
        let numbers = [1.0, 2.0, 3.0];
        // SAFETY: an array is as many numbers as it says.
        let long = unsafe { vector_new(numbers.as_ptr(), 3) };
        // SAFETY: as above.
        let short = unsafe { vector_new(numbers.as_ptr(), 2) };
        // SAFETY: both were made just now.
        assert_eq!(unsafe { vector_dot_product(long, long) }, 14.0);
        // SAFETY: as above.
        assert_eq!(unsafe { vector_dot_product(long, short) }, 5.0);
        for vector in [long, short, ptr::null_mut()] {
            // SAFETY: each is freed once, and null is allowed.
            unsafe { vector_free(vector) };
        }
    }
}
