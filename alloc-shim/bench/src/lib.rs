//! One allocator under one program, as a module for `make bench-alloc`.
//!
//! A feature chooses the allocator (`allocator.rs` has the list), another the
//! program: `calls` and `calls-8` are what is weighed, `time` what is timed. On
//! a target that is not wasm the crate is empty.

#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
mod allocator;
#[cfg(all(target_arch = "wasm32", any(feature = "calls", feature = "calls-8")))]
mod calls;
#[cfg(target_arch = "wasm32")]
mod peers;
#[cfg(all(target_arch = "wasm32", feature = "time"))]
mod time;

#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
