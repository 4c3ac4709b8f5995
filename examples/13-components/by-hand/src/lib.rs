//! The same three functions by the contract of docs/host.md.

#![no_std]

extern crate alloc;

use alloc::alloc::{alloc as take, dealloc as give_back};
use alloc::string::String;
use core::alloc::Layout;
use core::ptr::null_mut;
use core::slice::from_raw_parts;
use core::str::from_utf8_unchecked;

use alloc_shim::{LinearMemory, SingleThreaded, Tiny};

#[global_allocator]
static HEAP: SingleThreaded<Tiny<LinearMemory>> = SingleThreaded::new(Tiny::new(LinearMemory));

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

mod env {
    #[link(wasm_import_module = "env")]
    unsafe extern "C" {
        /// Reads the text before it returns.
        pub safe fn send_line(ptr: *const u8, len: usize);
    }
}

#[unsafe(no_mangle)]
extern "C" fn add(left: u8, right: u8) -> i16 {
    i16::from(left) + i16::from(right)
}

/// Sends the line.
///
/// # Safety
///
/// The name is UTF-8.
#[unsafe(no_mangle)]
unsafe extern "C" fn greet(name: *const u8, len: usize) {
    // SAFETY: see above.
    let name = unsafe { from_utf8_unchecked(from_raw_parts(name, len)) };
    let mut line = String::with_capacity("Hello, !".len() + name.len());
    for part in ["Hello, ", name, "!"] {
        line.push_str(part);
    }
    env::send_line(line.as_ptr(), line.len());
}

/// Writes the least and the most of the numbers, and says whether there were any.
///
/// # Safety
///
/// So many numbers, and room for two, aligned to 8.
#[unsafe(no_mangle)]
unsafe extern "C" fn range_of(numbers: *const f64, len: usize, range: *mut [f64; 2]) -> bool {
    // SAFETY: see above.
    let numbers = unsafe { from_raw_parts(numbers, len) };
    let mut found = [f64::INFINITY, f64::NEG_INFINITY];
    for &number in numbers {
        found = [found[0].min(number), found[1].max(number)];
    }
    // SAFETY: see above.
    unsafe { range.write(found) };
    !numbers.is_empty()
}

/// A block for the host to write to, aligned to 16; null if there is no room.
#[unsafe(no_mangle)]
extern "C" fn alloc(len: usize) -> *mut u8 {
    // SAFETY: the size is not 0.
    Layout::from_size_align(len.max(1), 16).map_or(null_mut(), |layout| unsafe { take(layout) })
}

/// # Safety
///
/// A block of `alloc` with the same length, given back once; or null.
#[unsafe(no_mangle)]
unsafe extern "C" fn dealloc(block: *mut u8, len: usize) {
    if let (false, Ok(layout)) = (block.is_null(), Layout::from_size_align(len.max(1), 16)) {
        // SAFETY: it was made with this layout.
        unsafe { give_back(block, layout) };
    }
}
