//! Opening a file or a folder within a granted one.

#![expect(unsafe_code, reason = "calls the host")]

use super::{Errno, Fd};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $path_open (param $fd $fd) (param $dirflags $lookupflags) (param $path string)
    //   (param $oflags $oflags) (param $fs_rights_base $rights) (param $fs_rights_inheriting $rights)
    //   (param $fdflags $fdflags) (result $error (expected $fd (error $errno))))
    #[link_name = "path_open"]
    fn import(
        fd: u32,
        dirflags: u32,
        path: *const u8,
        path_len: usize,
        oflags: u32,
        rights_base: u64,
        rights_inheriting: u64,
        fdflags: u32,
        opened: *mut u32,
    ) -> i32;
}

/// `lookupflags`: a symbolic link at the end of the path is followed.
const SYMLINK_FOLLOW: u32 = 1;

/// `oflags`: what opening does.
#[derive(Clone, Copy)]
pub struct Oflags(u32);

impl Oflags {
    /// Opens a file that is there.
    #[cfg(feature = "cat")]
    pub const NONE: Self = Self(0);
    /// Fails if it is no folder.
    #[cfg(feature = "ls")]
    pub const DIRECTORY: Self = Self(1 << 1);
    /// Makes the file if there is none, and empties it if there is one.
    #[cfg(feature = "write")]
    pub const CREAT_TRUNC: Self = Self(1 << 0 | 1 << 3);
}

/// `rights`: what may be done with the descriptor.
#[derive(Clone, Copy)]
pub struct Rights(u64);

impl Rights {
    /// `fd_read`.
    #[cfg(feature = "cat")]
    pub const FD_READ: Self = Self(1 << 1);
    /// `fd_write`.
    #[cfg(feature = "write")]
    pub const FD_WRITE: Self = Self(1 << 6);
    /// `fd_readdir`.
    #[cfg(feature = "ls")]
    pub const FD_READDIR: Self = Self(1 << 14);
}

/// Opens `path`, which is relative to the folder `fd` and cannot lead out of it.
pub fn path_open(fd: Fd, path: &[u8], oflags: Oflags, rights: Rights) -> Result<Fd, Errno> {
    let mut opened = 0;
    // SAFETY: the host reads the bytes of `path` and writes a descriptor to
    // `opened`. Both live until the call returns.
    let returned =
        unsafe { import(fd.0, SYMLINK_FOLLOW, path.as_ptr(), path.len(), oflags.0, rights.0, 0, 0, &raw mut opened) };
    Errno::check(returned).map(|()| Fd(opened))
}
