//! The suite as a module, for one thread or, with the `atomics` feature, for two.

mod message;
#[cfg(not(target_feature = "atomics"))]
mod one_thread;
#[cfg(target_feature = "atomics")]
mod two_threads;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
