//! Without `std` nobody has said what a panic does, so this does: it traps.

#![no_std]

#[unsafe(export_name = "add")]
pub extern "C" fn add(left: u32, right: u32) -> u32 {
    left + right
}

#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
