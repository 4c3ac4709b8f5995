//! Text, bytes and objects, both ways across the boundary.

#![no_std]

extern crate alloc;

mod block;
mod channel;
mod text;
mod vector;

use alloc_shim::{LinearMemory, SingleThreaded, Stats, Tiny};

/// Counted, so that the host sees what nobody has freed.
#[global_allocator]
static HEAP: Stats<SingleThreaded<Tiny<LinearMemory>>> = Stats::new(SingleThreaded::new(Tiny::new(LinearMemory)));

/// How many bytes of the heap are in use.
#[unsafe(no_mangle)]
extern "C" fn live() -> usize {
    HEAP.counters().live()
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
