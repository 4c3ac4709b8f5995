//! The suite as a module: one export per allocator.
//!
//! Each `check_…` is told whether `env.between_calls` leaves memory alone (1) or
//! may grow it (0). It returns 0, or the address of a UTF-8 text that tells what was
//! wrong; `violation_len` returns its length in bytes. A fresh instance per call
//! is the caller's business, since some allocators never get memory back.

#![expect(unsafe_code, reason = "exports symbols by name and imports one")]

use crate::check_beside;
use crate::promises::{Frees, Promises, ZeroSize};
use crate::violation::Violation;
use alloc_shim::{Arena, Bump, HostMalloc, LinearMemory, Locked, SingleThreaded, lol};
use core::alloc::GlobalAlloc;
use core::arch::wasm32::unreachable;
use core::fmt::{self, Write};
use core::panic::PanicInfo;
use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

// SAFETY: the signature is the test host's; it may grow memory, no more.
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    safe fn between_calls();
}

/// Room for a violation's text.
struct Message {
    bytes: [AtomicU8; 512],
    len: AtomicUsize,
}

static MESSAGE: Message = Message { bytes: [const { AtomicU8::new(0) }; 512], len: AtomicUsize::new(0) };

impl Write for &Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            let len = self.len.load(Ordering::Relaxed);
            self.bytes.get(len).ok_or(fmt::Error)?.store(byte, Ordering::Relaxed);
            self.len.store(len + 1, Ordering::Relaxed);
        }
        Ok(())
    }
}

fn told(outcome: Result<(), Violation>) -> *const u8 {
    MESSAGE.len.store(0, Ordering::Relaxed);
    match outcome {
        Ok(()) => core::ptr::null(),
        Err(violation) => {
            // Text that does not fit is cut off, and the rest still tells.
            let _ = write!(&MESSAGE, "{violation}");
            MESSAGE.bytes.as_ptr().cast()
        }
    }
}

fn run<A: GlobalAlloc>(allocator: &A, frees: Frees, alone: bool) -> *const u8 {
    let promises = Promises {
        frees,
        // SAFETY: every allocator of alloc-shim, which the exports below are,
        // says that it takes size 0 for 1.
        zero_size: unsafe { ZeroSize::answered() },
        refuses_impossible: true,
        can_be_filled: true,
        alone,
    };
    told(check_beside(allocator, promises, &mut || between_calls()))
}

/// Length, in bytes, of the text that the last `check_…` returned.
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
extern "C" fn violation_len() -> usize {
    MESSAGE.len.load(Ordering::Relaxed)
}

/// Defines an allocator and the export that checks it.
macro_rules! export {
    ($(#[$doc:meta])* $name:ident: $type:ty = $new:expr, $frees:ident) => {
        $(#[$doc])*
        // SAFETY: no other symbol has this name.
        #[unsafe(no_mangle)]
        extern "C" fn $name(alone: bool) -> *const u8 {
            static ALLOCATOR: $type = $new;
            run(&ALLOCATOR, Frees::$frees, alone)
        }
    };
}

export! {
    /// The host's `malloc`, with `free` and `realloc`.
    check_host_malloc: HostMalloc = HostMalloc::new(), Everything
}
export! {
    /// An array in `.bss`, 16 MiB of it.
    check_arena: SingleThreaded<Arena<{ 16 << 20 }>> = SingleThreaded::new(Arena::new()), Last
}
export! {
    /// A bump over `memory.grow`.
    check_bump: SingleThreaded<Bump<LinearMemory>>
        = SingleThreaded::new(Bump::new(LinearMemory::new())), Last
}
export! {
    /// The same behind our lock.
    check_locked_bump: Locked<Bump<LinearMemory>>
        = Locked::new(Bump::new(LinearMemory::new())), Last
}
export! {
    /// lol_alloc's bump, checked.
    check_lol_leaking: lol::Leaking = lol::Leaking::new(), Nothing
}
export! {
    /// lol_alloc's free list, checked.
    check_lol_free_list: lol::FreeList = lol::FreeList::new(), Everything
}
export! {
    /// lol_alloc's bump, checked, behind its lock.
    check_lol_leaking_locked: lol::LockedLeaking = lol::LockedLeaking::new(), Nothing
}
export! {
    /// lol_alloc's free list, checked, behind its lock.
    check_lol_free_list_locked: lol::LockedFreeList = lol::LockedFreeList::new(), Everything
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unreachable()
}
