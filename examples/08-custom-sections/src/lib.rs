//! A module with sections of its own, and a function that has nothing to do with them.

#![no_std]

// #region greeting
#[unsafe(link_section = "greeting")]
pub static GREETING: [u8; 12] = *b"hello, world";
// #endregion greeting

// #region again
#[unsafe(link_section = "greeting")]
pub static AGAIN: [u8; 11] = *b" and others";
// #endregion again

// #region version
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[unsafe(link_section = "version")]
pub static VERSION_SECTION: [u8; VERSION.len()] = *VERSION.as_bytes().first_chunk().unwrap();
// #endregion version

// #region address
#[unsafe(no_mangle)]
extern "C" fn version() -> *const u8 {
    VERSION_SECTION.as_ptr()
}
// #endregion address

#[unsafe(no_mangle)]
extern "C" fn add(left: u32, right: u32) -> u32 {
    left.wrapping_add(right)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
