//! What time it is.

#![expect(unsafe_code, reason = "calls the host")]

use super::{Clockid, Errno};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $clock_time_get (param $id $clockid) (param $precision $timestamp)
    //   (result $error (expected $timestamp (error $errno))))
    #[link_name = "clock_time_get"]
    fn import(id: u32, precision: u64, time: *mut u64) -> i32;
}

/// What `clock` says, in nanoseconds. It may lag by as much as `precision`.
pub fn clock_time_get(clock: Clockid, precision: u64) -> Result<u64, Errno> {
    let mut time = 0;
    // SAFETY: the host writes a timestamp to `time`, which lives until the call
    // returns.
    let returned = unsafe { import(clock as u32, precision, &raw mut time) };
    Errno::check(returned).map(|()| time)
}
