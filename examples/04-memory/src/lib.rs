//! One thing of each kind that lies in a memory, and functions that say where it is.

#![no_std]

use core::arch::wasm32::{memory_grow, memory_size};
use core::hint::black_box;
use core::sync::atomic::{AtomicU8, AtomicU32, Ordering::Relaxed};

// #region statics
/// Never written: `.rodata`.
static MOTTO: &str = "Every byte has an address.";

/// Written, and not zero at first: `.data`.
static LUCKY: AtomicU32 = AtomicU32::new(0x0102_0304);

/// Written, and zero at first: `.bss`.
static BOARD: [AtomicU8; 3000] = [const { AtomicU8::new(0) }; 3000];
// #endregion statics

// #region addresses
#[unsafe(no_mangle)]
extern "C" fn motto() -> *const u8 {
    MOTTO.as_ptr()
}

#[unsafe(no_mangle)]
extern "C" fn motto_len() -> usize {
    MOTTO.len()
}
// #endregion addresses

#[unsafe(no_mangle)]
extern "C" fn lucky() -> *const AtomicU32 {
    &raw const LUCKY
}

#[unsafe(no_mangle)]
extern "C" fn board() -> *const AtomicU8 {
    BOARD.as_ptr()
}

// #region store
/// Adds to the number, and says what it is now.
#[unsafe(no_mangle)]
extern "C" fn add_to_lucky(more: u32) -> u32 {
    LUCKY.fetch_add(more, Relaxed) + more
}
// #endregion store

/// The bytes from `start` on, wherever that is, summed up.
#[unsafe(no_mangle)]
unsafe extern "C" fn sum(start: *const u8, len: usize) -> u32 {
    // SAFETY: the host says that they are there; if they are not, this traps.
    unsafe { core::slice::from_raw_parts(start, len) }.iter().map(|byte| u32::from(*byte)).sum()
}

// #region heap_base
unsafe extern "C" {
    /// A symbol of the linker: it is nothing but its address.
    static __heap_base: u8;
}

#[unsafe(no_mangle)]
extern "C" fn heap_base() -> *const u8 {
    &raw const __heap_base
}
// #endregion heap_base

// #region recurse
/// Calls itself `depth` times with a kilobyte in each call, and says where the last one is.
#[unsafe(no_mangle)]
extern "C" fn recurse(depth: u32) -> usize {
    let kilobyte = black_box([b'#'; 1024]);
    if depth == 0 { kilobyte.as_ptr().addr() } else { black_box(recurse(depth - 1)) }
}
// #endregion recurse

/// What `memory.grow` says: how many pages there were, or -1.
#[unsafe(no_mangle)]
extern "C" fn grow(pages: usize) -> isize {
    memory_grow::<0>(pages).cast_signed()
}

#[unsafe(no_mangle)]
extern "C" fn pages() -> usize {
    memory_size::<0>()
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
