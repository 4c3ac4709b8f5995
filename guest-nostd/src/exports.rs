//! What the host can call, each behind a feature of its own.
//!
//! `pub` does not export: a function is in the module's export section because
//! it is `extern "C"` and its name is not mangled.

#[cfg(feature = "buffers")]
pub mod buffers;
#[cfg(feature = "foo")]
pub mod foo;
#[cfg(all(feature = "heap-stats", target_family = "wasm"))]
pub mod heap;
#[cfg(any(feature = "add", all(feature = "random-add", target_family = "wasm")))]
pub mod numbers;
#[cfg(feature = "panic-now")]
pub mod panics;
#[cfg(any(feature = "nth-prime", feature = "nth-prime-vec"))]
pub mod primes;
#[cfg(all(feature = "section", target_family = "wasm"))]
pub mod section;
#[cfg(all(feature = "greet", target_family = "wasm"))]
pub mod text;
#[cfg(feature = "vector")]
pub mod vector;
