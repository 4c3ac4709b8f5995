//! Listing a folder.

#![expect(unsafe_code, reason = "calls the host")]

use super::{Errno, Fd};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $fd_readdir (param $fd $fd) (param $buf (@witx pointer u8)) (param $buf_len $size)
    //   (param $cookie $dircookie) (result $error (expected $size (error $errno))))
    #[link_name = "fd_readdir"]
    fn import(fd: u32, buf: *mut u8, buf_len: usize, cookie: u64, used: *mut usize) -> i32;
}

/// Writes entries to `room`, from `cookie` on, which is 0 or that of an entry.
/// Says how many bytes it wrote. If they are as many as there is room for, there
/// may be more entries, and the last one may be cut off.
pub fn fd_readdir(fd: Fd, room: &mut [u8], cookie: u64) -> Result<usize, Errno> {
    let mut used = 0;
    // SAFETY: the host writes within `room`, which is borrowed for this alone,
    // and to `used`.
    let returned = unsafe { import(fd.0, room.as_mut_ptr(), room.len(), cookie, &raw mut used) };
    Errno::check(returned).map(|()| used)
}

/// `filetype`: what an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Filetype(u8);

impl Filetype {
    /// A folder.
    pub const DIRECTORY: Self = Self(3);
    /// A symbolic link.
    pub const SYMBOLIC_LINK: Self = Self(7);
}

/// A `dirent` and the name behind it.
pub struct Entry<'a> {
    /// Where to go on after it.
    pub next: u64,
    /// What it is.
    pub filetype: Filetype,
    /// What it is called.
    pub name: &'a [u8],
}

/// The bytes of a `dirent`: `d_next: u64`, `d_ino: u64`, `d_namlen: u32`,
/// `d_type: u8`, and padding.
const DIRENT_LEN: usize = 24;

impl<'a> Entry<'a> {
    /// The entry at the front of `bytes`, and what follows; nothing if it is cut
    /// off.
    pub fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (dirent, rest) = bytes.split_at_checked(DIRENT_LEN)?;
        let next = u64::from_le_bytes(dirent[..8].try_into().ok()?);
        let name_len = u32::from_le_bytes(dirent[16..20].try_into().ok()?);
        let (name, rest) = rest.split_at_checked(name_len as usize)?;
        Some((Self { next, filetype: Filetype(dirent[20]), name }, rest))
    }
}
