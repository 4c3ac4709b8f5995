//! A WebAssembly guest by hand: no `std`, a panic handler, a memory that the
//! host makes, and one allocator chosen by feature. A template to copy.
//!
//! Each export has a feature of its own, and so has each allocator and each
//! answer to a panic; the default is the smallest guest that still allocates.
//! `docs/host.md` has the contract of imports and exports.
//!
//! On a target that is not wasm the crate is an ordinary library, so that what
//! needs no host can be tested natively.

#![no_std]

#[cfg(not(target_family = "wasm"))]
extern crate std;

#[cfg(any(feature = "foo", feature = "nth-prime-vec", feature = "greet", feature = "buffers", feature = "vector"))]
extern crate alloc;

/// Makes any two of the features given an error that names both.
#[cfg(target_family = "wasm")]
macro_rules! exclusive {
    ($because:literal: $first:literal $(, $rest:literal)*) => {
        $(
            #[cfg(all(feature = $first, feature = $rest))]
            compile_error!(concat!(
                "features `", $first, "` and `", $rest, "` are both on, and ", $because,
                ": turn one off (the default ones are off with `--no-default-features`)"
            ));
        )*
        exclusive!($because: $($rest),*);
    };
    ($because:literal:) => {};
}

pub mod exports;
#[cfg(target_family = "wasm")]
mod heap;
#[cfg(target_family = "wasm")]
mod imports;
#[cfg(target_family = "wasm")]
mod panic;
