//! The suite for one thread: one export per allocator.
//!
//! Each `check_…` is told whether `env.between_calls` leaves memory alone (1) or
//! may grow it (0). It returns 0, or the address of a UTF-8 text that tells what was
//! wrong; `violation_len` returns its length in bytes. A fresh instance per call
//! is the caller's business, since some allocators never get memory back.

#![expect(unsafe_code, reason = "exports symbols by name and imports one")]

use super::message::Message;
use crate::check_beside;
use crate::promises::{Frees, Promises, ZeroSize};
use alloc_shim::{Arena, Balanced, Bump, Full, HostMalloc, LinearMemory, Locked, SingleThreaded, Tiny, lol};
use core::alloc::GlobalAlloc;

// SAFETY: the signature is the test host's; it may grow memory, no more.
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    safe fn between_calls();
}

static MESSAGE: Message = Message::new();

fn run<A: GlobalAlloc>(allocator: &A, frees: Frees, coalesces: bool, alone: bool) -> *const u8 {
    let promises = Promises {
        frees,
        // SAFETY: every allocator of alloc-shim, which the exports below are,
        // says that it takes size 0 for 1.
        zero_size: unsafe { ZeroSize::answered() },
        refuses_impossible: true,
        can_be_filled: true,
        coalesces,
        alone,
    };
    MESSAGE.tell(check_beside(allocator, promises, &mut || between_calls()))
}

/// Length, in bytes, of the text that the last `check_…` returned.
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
extern "C" fn violation_len() -> usize {
    MESSAGE.len()
}

/// Defines an allocator and the export that checks it.
macro_rules! export {
    ($(#[$doc:meta])* $name:ident: $type:ty = $new:expr, $frees:ident) => {
        export! { $(#[$doc])* $name: $type = $new, $frees, coalesces: true }
    };
    ($(#[$doc:meta])* $name:ident: $type:ty = $new:expr, $frees:ident, coalesces: $coalesces:literal) => {
        $(#[$doc])*
        // SAFETY: no other symbol has this name.
        #[unsafe(no_mangle)]
        extern "C" fn $name(alone: bool) -> *const u8 {
            static ALLOCATOR: $type = $new;
            run(&ALLOCATOR, Frees::$frees, $coalesces, alone)
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
    /// Powers of two, over `memory.grow`.
    check_tiny: SingleThreaded<Tiny<LinearMemory>>
        = SingleThreaded::new(Tiny::new(LinearMemory::new())), Everything, coalesces: false
}
export! {
    /// Blocks with tags at both ends, over `memory.grow`.
    check_balanced: SingleThreaded<Balanced<LinearMemory>>
        = SingleThreaded::new(Balanced::new(LinearMemory::new())), Everything
}
export! {
    /// Blocks with tags, resized in place, over `memory.grow`.
    check_full: SingleThreaded<Full<LinearMemory>>
        = SingleThreaded::new(Full::new(LinearMemory::new())), Everything
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
