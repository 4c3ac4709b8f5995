//! Small allocators for WebAssembly guests, each in a file of its own.
//!
//! An allocator answers three separate questions, and this crate keeps the
//! answers apart so that each can be replaced alone:
//!
//! ```text
//!   source                  division                 sharing
//!   where memory            which bytes              who may call
//!   comes from              are whose                at once
//!
//!   LinearMemory  ──┐
//!   Region        ──┼───▶   Bump             ──┐
//!                   │       Tiny, Balanced,    │
//!                   │       Full               │
//!                   │       (any PageSource)   ├──▶  SingleThreaded
//!   a static      ──┼───▶   Arena            ──┘     Locked
//!   the host      ──┼───▶   HostMalloc         ──▶   none needed: it has no state
//!   memory.grow   ──┘       lol::{Leaking, FreeList, LockedLeaking, LockedFreeList}
//! ```
//!
//! | allocator | frees? | alloc / free | choose it when |
//! |---|---|---|---|
//! | [`HostMalloc`] | with `host-free` | the host's | host and guest hand blocks to each other, or bytes are everything |
//! | [`Arena`] | the last block | O(1) / O(1) | the most that is ever needed is known, and memory must not grow |
//! | [`Bump`] | the last block | O(1) / O(1) | the guest lives briefly or frees in reverse order |
//! | [`Tiny`] | everything, for blocks as small or smaller | O(1) / O(1) | bytes count, and sizes do not change much over time |
//! | [`Balanced`] | everything, joined | O(1) / O(1) | the guest lives long, and memory matters as much as bytes |
//! | [`Full`] | everything, joined | O(1) / O(1) | blocks are resized often, and some bytes more do not matter |
//! | `lol::Leaking` | nothing | O(1) / nothing | a bump somebody else wrote will do |
//! | `lol::FreeList` | everything | O(free blocks) / O(free blocks) | the guest lives long and has few free blocks at a time |
//!
//! What each of them adds to a module, in bytes, is in `docs/allocators.md`,
//! where a command puts it. [`Stats`] around any of them counts what it is asked
//! for.
//!
//! What all of them promise, and the suite in `alloc-contract` checks:
//!
//! - out of memory is a null pointer: never a trap, never a wrapped pointer;
//! - any `Layout` has a right answer, a block or null, including alignments of
//!   64 KiB and more and sizes next to `isize::MAX`;
//! - a `realloc` that fails leaves the old block as it was;
//! - a zero-size request, which `GlobalAlloc` leaves undefined, is one for a byte;
//! - somebody else may grow the memory between any two calls.
//!
//! ```
//! use alloc_shim::{Arena, Locked};
//!
//! #[global_allocator]
//! static HEAP: Locked<Arena<65536>> = Locked::new(Arena::new());
//!
//! assert_eq!(vec![1, 2, 3].len(), 3);
//! ```

#![no_std]
// Waiting in wasm is unstable, and so is the target feature without which there is
// nobody to wait for: a stable compiler does not see either.
#![cfg_attr(all(target_family = "wasm", target_feature = "atomics"), feature(stdarch_wasm_atomic_wait))]

mod align;
mod arena;
mod balanced;
mod bump;
mod full;
mod host;
#[cfg(target_arch = "wasm32")]
mod linear_memory;
mod lock;
#[cfg(all(feature = "lol", target_arch = "wasm32"))]
pub mod lol;
mod pages;
mod region;
mod stats;
mod sync;
mod tagged;
mod tiny;

pub use arena::Arena;
pub use balanced::Balanced;
pub use bump::Bump;
pub use full::Full;
pub use host::{HOST_ALIGNMENT, HostMalloc};
#[cfg(target_arch = "wasm32")]
pub use linear_memory::LinearMemory;
pub use lock::{Lock, Spin, Wait};
pub use pages::{GrowError, PAGE_SIZE, PageCount, PageSource};
pub use region::{Page, Region};
pub use stats::{Counters, Stats};
pub use sync::{Locked, SingleThreaded};
pub use tiny::Tiny;
