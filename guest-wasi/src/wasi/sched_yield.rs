//! Letting others run.

#![expect(unsafe_code, reason = "declares an import")]

use super::Errno;

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $sched_yield (result $error (expected (error $errno))))
    #[link_name = "sched_yield"]
    safe fn import() -> i32;
}

/// Gives the rest of this program's turn to others.
pub fn sched_yield() -> Result<(), Errno> {
    Errno::check(import())
}
