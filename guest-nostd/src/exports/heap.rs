//! What the allocator has been asked for, for the host to read.

#![expect(unsafe_code, reason = "exports a function under a fixed name")]

use alloc_shim::Counters;

/// Where the counts are: five unsigned numbers of 32 bits, which are calls, live
/// bytes, their peak, the largest request in bytes, and failures. The place stays
/// the same.
#[unsafe(no_mangle)]
pub extern "C" fn heap_counters() -> *const Counters {
    crate::heap::counters()
}
