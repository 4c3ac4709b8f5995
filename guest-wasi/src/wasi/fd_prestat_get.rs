//! Which folders the host granted.

#![expect(unsafe_code, reason = "calls the host")]

use alloc::vec;
use alloc::vec::Vec;

use super::{Errno, Fd};

/// A `prestat`: what kind of thing was opened beforehand, of which there is one.
#[repr(C)]
struct Prestat {
    /// 0: a folder.
    tag: u8,
    name_len: usize,
}

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $fd_prestat_get (param $fd $fd) (result $error (expected $prestat (error $errno))))
    #[link_name = "fd_prestat_get"]
    fn get(fd: u32, prestat: *mut Prestat) -> i32;
    // (func $fd_prestat_dir_name (param $fd $fd) (param $path (@witx pointer u8)) (param $path_len $size)
    //   (result $error (expected (error $errno))))
    #[link_name = "fd_prestat_dir_name"]
    fn dir_name(fd: u32, path: *mut u8, path_len: usize) -> i32;
}

/// The first descriptor after standard input, output and error.
const FIRST: u32 = 3;

/// The folders that were opened beforehand, and what they are called.
pub fn preopened() -> Result<Vec<(Fd, Vec<u8>)>, Errno> {
    let mut folders = Vec::new();
    for fd in FIRST.. {
        let mut prestat = Prestat { tag: 0, name_len: 0 };
        // SAFETY: the host writes a `prestat` to this one, which has its layout.
        match Errno::check(unsafe { get(fd, &raw mut prestat) }) {
            Err(Errno::BADF) => break,
            other => other?,
        }
        if prestat.tag == 0 {
            let mut name = vec![0; prestat.name_len];
            // SAFETY: the host writes as many bytes as it said the name has.
            Errno::check(unsafe { dir_name(fd, name.as_mut_ptr(), name.len()) })?;
            folders.push((Fd(fd), name));
        }
    }
    Ok(folders)
}
