//! A plug-in that asks for more than it is offered.

#![no_std]

use core::panic::PanicInfo;

// #region open
#[link(wasm_import_module = "host")]
unsafe extern "C" {
    fn open(path: *const u8, len: usize) -> i32;
}

#[unsafe(no_mangle)]
extern "C" fn total(_name_len: usize, _count: u32) -> i64 {
    let path = "/etc/passwd";
    // SAFETY: the host reads the bytes before it returns.
    unsafe { open(path.as_ptr(), path.len()) }.into()
}
// #endregion open

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
