//! What the peers are asked to do, by hand over the host's malloc.

#![no_std]

extern crate alloc;

use alloc::boxed::Box;
use alloc::string::String;

#[global_allocator]
static HEAP: alloc_shim::HostMalloc = alloc_shim::HostMalloc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// The sum.
#[unsafe(no_mangle)]
pub extern "C" fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// `Hello, NAME!` as a block of the host's heap, which is its owner from then on
/// and knows its length.
///
/// # Safety
///
/// `name` and `len` are UTF-8 that the host wrote.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greet(name: *const u8, len: usize) -> *mut u8 {
    // SAFETY: the host wrote these bytes for this call.
    let name = unsafe { core::slice::from_raw_parts(name, len) };
    // SAFETY: it wrote them as UTF-8. wasm-bindgen takes its word for it as well.
    let name = unsafe { core::str::from_utf8_unchecked(name) };
    let mut line = String::with_capacity("Hello, !".len() + name.len());
    for part in ["Hello, ", name, "!"] {
        line.push_str(part);
    }
    // As much was asked for as is there, so this moves nothing.
    Box::into_raw(line.into_boxed_str()).cast()
}
