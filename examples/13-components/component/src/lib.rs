//! The world of `guest.wit` by hand, without `std`: functions with the names and the signatures of the canonical ABI.

#![no_std]

extern crate alloc;

mod heap;

use alloc::boxed::Box;
use alloc::string::String;
use core::ptr::slice_from_raw_parts_mut;

// #region greet
#[unsafe(no_mangle)]
extern "C" fn add(left: u8, right: u8) -> i16 {
    i16::from(left) + i16::from(right)
}

/// A `string` in memory.
#[repr(C)]
pub struct Text {
    ptr: *mut u8,
    len: usize,
}

/// # Safety
///
/// The name is UTF-8 in a block of `cabi_realloc`, and the caller gives it away.
#[unsafe(no_mangle)]
unsafe extern "C" fn greet(name: *mut u8, len: usize) -> *mut Text {
    // SAFETY: see above.
    let name = unsafe { String::from_raw_parts(name, len, len) };
    let mut line = String::with_capacity("Hello, !".len() + name.len());
    for part in ["Hello, ", &name, "!"] {
        line.push_str(part);
    }
    let line = Box::leak(line.into_boxed_str());
    Box::into_raw(Box::new(Text { ptr: line.as_mut_ptr(), len: line.len() }))
}

/// # Safety
///
/// The answer is one of `greet`, and this its only call with it.
#[unsafe(no_mangle)]
unsafe extern "C" fn cabi_post_greet(answer: *mut Text) {
    // SAFETY: see above.
    let answer = unsafe { Box::from_raw(answer) };
    // SAFETY: `greet` leaked a string of this length without spare room.
    drop(unsafe { String::from_raw_parts(answer.ptr, answer.len, answer.len) });
}
// #endregion greet

// #region option
/// An `option<range>` in memory: a byte says which, and the record is at 8, where an `f64` may be.
#[repr(C, u8)]
pub enum MaybeRange {
    None,
    Some { least: f64, most: f64 },
}
// #endregion option

/// # Safety
///
/// The numbers are in a block of `cabi_realloc`, and the caller gives it away.
#[unsafe(export_name = "range-of")]
unsafe extern "C" fn range_of(numbers: *mut f64, len: usize) -> *mut MaybeRange {
    // SAFETY: see above.
    let numbers = unsafe { Box::from_raw(slice_from_raw_parts_mut(numbers, len)) };
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for &number in &numbers {
        (least, most) = (least.min(number), most.max(number));
    }
    let range = if numbers.is_empty() { MaybeRange::None } else { MaybeRange::Some { least, most } };
    Box::into_raw(Box::new(range))
}

/// # Safety
///
/// The answer is one of `range_of`, and this its only call with it.
#[unsafe(export_name = "cabi_post_range-of")]
unsafe extern "C" fn post_range_of(answer: *mut MaybeRange) {
    // SAFETY: see above.
    drop(unsafe { Box::from_raw(answer) });
}
