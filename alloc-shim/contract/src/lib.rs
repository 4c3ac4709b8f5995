//! One contract for every allocator, and a suite that checks it.
//!
//! The suite allocates nothing by itself and keeps its books in tables of fixed
//! size, so that it runs unchanged natively, under Miri and inside a wasm guest.
//! A broken promise comes back as a [`Violation`], which names the case and the
//! values it happened with.
//!
//! ```
//! use alloc_contract::{Frees, Promises, ZeroSize, check};
//! use std::alloc::System;
//!
//! let promises = Promises {
//!     frees: Frees::Everything,
//!     zero_size: ZeroSize::UNDEFINED,
//!     refuses_impossible: !cfg!(miri),
//!     can_be_filled: false,
//!     coalesces: false,
//!     alone: false,
//! };
//! assert_eq!(check(&System, promises), Ok(()));
//! ```

#![no_std]

// Natively this crate is a library of `std` programs, and this is what brings
// their panic handler to the `cdylib` that cargo builds beside it.
#[cfg(not(target_arch = "wasm32"))]
extern crate std;

mod blocks;
mod cases;
mod chain;
mod promises;
mod random;
mod script;
mod stamp;
mod violation;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use promises::{Frees, Promises, ZeroSize};
pub use script::{World, check_script};
pub use violation::Violation;

use core::alloc::GlobalAlloc;

/// Runs every case on `allocator`.
///
/// What the cases allocate they free again; all that an allocator cannot free,
/// it has lost afterwards, at most 8 MiB, or everything if it
/// [can be filled](Promises::can_be_filled).
///
/// # Errors
///
/// The first promise found broken.
pub fn check<A: GlobalAlloc>(allocator: &A, promises: Promises) -> Result<(), Violation> {
    check_beside(allocator, promises, &mut || {})
}

/// Like [`check`], and calls `somebody_else` between calls of the allocator, for
/// it to grow the memory or whatever else may happen there. The suite knows only
/// its own blocks: that nobody writes to what somebody else has is for them to
/// check.
///
/// # Errors
///
/// The first promise found broken.
pub fn check_beside<A: GlobalAlloc>(
    allocator: &A,
    promises: Promises,
    somebody_else: &mut dyn FnMut(),
) -> Result<(), Violation> {
    let mut suite = cases::Suite { allocator, promises, somebody_else };
    cases::alignment::every_alignment_is_honoured(&mut suite)?;
    cases::alignment::beyond_a_page_is_null_or_aligned(&mut suite)?;
    cases::sizes::zero_size_blocks_are_apart(&mut suite)?;
    cases::sizes::page_edges_are_not_crossed(&mut suite)?;
    cases::sizes::impossible_sizes_are_null(&mut suite)?;
    cases::contents::realloc_keeps_contents(&mut suite)?;
    cases::contents::failing_realloc_keeps_the_block(&mut suite)?;
    cases::contents::zeroed_is_zero_after_dirty_use(&mut suite)?;
    cases::neighbours::equal_blocks_are_apart(&mut suite)?;
    cases::neighbours::somebody_else_grows_memory(&mut suite)?;
    cases::neighbours::random_mix_matches_the_model(&mut suite)?;
    // Last, since an allocator that frees nothing has nothing left after it.
    cases::exhaustion::full_is_null_and_what_was_freed_can_be_had_again(&mut suite)
}

/// Makes, resizes and frees blocks at random, `operations` times, beside other
/// threads that do the same with the same allocator.
///
/// Each thread knows its own blocks only; if one thread's block shares a byte with
/// another's, one of them finds that its block does not hold what it should.
///
/// # Errors
///
/// The first promise found broken.
pub fn check_among_threads<A: GlobalAlloc>(allocator: &A, seed: u32, operations: usize) -> Result<(), Violation> {
    cases::neighbours::among_threads(allocator, seed, operations)
}
