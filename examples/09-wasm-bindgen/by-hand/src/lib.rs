//! The same three functions by hand.

#![no_std]

extern crate alloc;

use alloc::alloc::{alloc, dealloc};
use alloc::boxed::Box;
use alloc::string::String;
use core::alloc::Layout;
use core::ptr::null_mut;
use core::slice::from_raw_parts;
use core::str::from_utf8_unchecked;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use alloc_shim::{LinearMemory, SingleThreaded, Tiny};

#[global_allocator]
static HEAP: SingleThreaded<Tiny<LinearMemory>> = SingleThreaded::new(Tiny::new(LinearMemory));

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// #region functions
#[unsafe(no_mangle)]
extern "C" fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// How long the last answer is.
static LENGTH: AtomicUsize = AtomicUsize::new(0);

#[unsafe(no_mangle)]
extern "C" fn length() -> usize {
    LENGTH.load(Relaxed)
}

/// Gives away the answer, which has `length()` bytes and never none.
///
/// # Safety
///
/// The host wrote UTF-8 there, so many bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn greet(name: *const u8, len: usize) -> *mut u8 {
    // SAFETY: see above.
    let name = unsafe { from_utf8_unchecked(from_raw_parts(name, len)) };
    let mut line = String::with_capacity("Hello, !".len() + name.len());
    for part in ["Hello, ", name, "!"] {
        line.push_str(part);
    }
    LENGTH.store(line.len(), Relaxed);
    Box::into_raw(line.into_boxed_str()).cast()
}

/// # Safety
///
/// The host wrote so many numbers there.
#[unsafe(no_mangle)]
unsafe extern "C" fn mean(numbers: *const f64, len: usize) -> f64 {
    // SAFETY: see above.
    let numbers = unsafe { from_raw_parts(numbers, len) };
    numbers.iter().sum::<f64>() / len as f64
}
// #endregion functions

// #region blocks
/// A block for the host to write to; null if there is no room, or no such alignment.
#[unsafe(no_mangle)]
extern "C" fn take(size: usize, align: usize) -> *mut u8 {
    // SAFETY: the size is not 0.
    Layout::from_size_align(size.max(1), align).map_or(null_mut(), |layout| unsafe { alloc(layout) })
}

/// # Safety
///
/// The block is of `take` with these numbers, or an answer with its length and 1, and given back once.
#[unsafe(no_mangle)]
unsafe extern "C" fn give_back(block: *mut u8, size: usize, align: usize) {
    if let Ok(layout) = Layout::from_size_align(size.max(1), align) {
        // SAFETY: it was made with this layout.
        unsafe { dealloc(block, layout) };
    }
}
// #endregion blocks
