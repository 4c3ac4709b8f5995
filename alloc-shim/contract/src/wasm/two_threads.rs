//! Allocators that threads share: one export per allocator, for each thread to
//! call at the same time.
//!
//! The threads share one memory and have an instance each. All of these begin
//! with the same stack pointer, so the host sets that of each thread to what
//! `stack_end` returns, before anything else is called. A `hammer_…` returns 0,
//! or the address of a UTF-8 text that tells what was wrong; `violation_len`
//! returns its length in bytes.

#![expect(unsafe_code, reason = "exports symbols by name")]

use super::message::Message;
use crate::check_among_threads;
use alloc_shim::{Balanced, Bump, Full, LinearMemory, Locked, Spin, Tiny, lol};
use core::cell::UnsafeCell;

/// How many threads there are.
const THREADS: usize = 2;
const STACK_LEN_BYTES: usize = 65_536;

static MESSAGES: [Message; THREADS] = [const { Message::new() }; THREADS];

#[repr(align(16))]
struct Stack(UnsafeCell<[u8; STACK_LEN_BYTES]>);

// SAFETY: nothing here looks into it; each is the stack of one thread.
unsafe impl Sync for Stack {}

static STACKS: [Stack; THREADS] = [const { Stack(UnsafeCell::new([0; STACK_LEN_BYTES])) }; THREADS];

/// Where the stack of a thread begins, which grows towards lower addresses.
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
extern "C" fn stack_end(thread: usize) -> *const u8 {
    STACKS[thread].0.get().cast_const().cast::<u8>().wrapping_add(STACK_LEN_BYTES)
}

/// Length, in bytes, of the text that the last `hammer_…` of a thread returned.
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
extern "C" fn violation_len(thread: usize) -> usize {
    MESSAGES[thread].len()
}

/// Defines an allocator and the export that hammers it.
macro_rules! export {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $new:expr;)*) => {$(
        $(#[$doc])*
        // SAFETY: no other symbol has this name.
        #[unsafe(no_mangle)]
        extern "C" fn $name(thread: usize, seed: u32, operations: usize) -> *const u8 {
            static ALLOCATOR: $type = $new;
            MESSAGES[thread].tell(check_among_threads(&ALLOCATOR, seed, operations))
        }
    )*};
}

export! {
    /// A bump over `memory.grow`.
    hammer_bump: Locked<Bump<LinearMemory>> = Locked::new(Bump::new(LinearMemory::new()));
    /// The same, where threads that wait spin.
    hammer_bump_spinning: Locked<Bump<LinearMemory>, Spin> = Locked::spinning(Bump::new(LinearMemory::new()));
    /// Powers of two, over `memory.grow`.
    hammer_tiny: Locked<Tiny<LinearMemory>> = Locked::new(Tiny::new(LinearMemory::new()));
    /// Blocks with tags at both ends, over `memory.grow`.
    hammer_balanced: Locked<Balanced<LinearMemory>> = Locked::new(Balanced::new(LinearMemory::new()));
    /// Blocks with tags, resized in place, over `memory.grow`.
    hammer_full: Locked<Full<LinearMemory>> = Locked::new(Full::new(LinearMemory::new()));
    /// lol_alloc's free list, checked, behind its lock.
    hammer_lol_free_list: lol::LockedFreeList = lol::LockedFreeList::new();
}
