//! What the host can call.
//!
//! `pub` does not export: a function is in the module's export section because its name is not mangled.

/// With `alloc-host` the host places text in its own heap, and asks the guest for nothing.
#[cfg(not(feature = "alloc-host"))]
mod buffers;
mod numbers;
mod text;
