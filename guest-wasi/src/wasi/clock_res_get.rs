//! How fine a clock is.

#![expect(unsafe_code, reason = "calls the host")]

use super::{Clockid, Errno};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $clock_res_get (param $id $clockid)
    //   (result $error (expected $timestamp (error $errno))))
    #[link_name = "clock_res_get"]
    fn import(id: u32, resolution: *mut u64) -> i32;
}

/// The shortest time that `clock` can tell, in nanoseconds.
pub fn clock_res_get(clock: Clockid) -> Result<u64, Errno> {
    let mut resolution = 0;
    // SAFETY: the host writes a timestamp to `resolution`, which lives until the
    // call returns.
    let returned = unsafe { import(clock as u32, &raw mut resolution) };
    Errno::check(returned).map(|()| resolution)
}
