//! `ls DIR`: the names in a folder, a folder's with `/` behind it and a symbolic
//! link's with `@`, in the order the host has.

use alloc::vec;

use super::{Problem, failed, granted};
use crate::text::line;
use crate::wasi::{Entry, Fd, Filetype, Oflags, Rights, fd_close, fd_readdir};

/// The first size of the buffer in bytes. A folder may have more entries, and a
/// name may be longer: both are dealt with.
const ROOM: usize = 512;

/// Lists `folder`.
pub fn run(folder: &[u8]) -> Result<(), Problem<'_>> {
    let fd = granted::open(folder, Oflags::DIRECTORY, Rights::FD_READDIR)?;
    let mut room = vec![0; ROOM];
    let mut cookie = 0;
    loop {
        let used = fd_readdir(fd, &mut room, cookie).map_err(failed(folder))?;
        let before = cookie;
        let mut rest = room.get(..used).unwrap_or_default();
        while let Some((entry, behind)) = Entry::read(rest) {
            cookie = entry.next;
            rest = behind;
            let mark: &[u8] = match entry.filetype {
                _ if entry.name == b"." || entry.name == b".." => continue,
                Filetype::DIRECTORY => b"/",
                Filetype::SYMBOLIC_LINK => b"@",
                _ => b"",
            };
            line(Fd::STDOUT, &[entry.name, mark]).map_err(failed(b"stdout"))?;
        }
        if used < room.len() {
            return fd_close(fd).map_err(failed(folder));
        }
        if cookie == before {
            // Not one entry fitted.
            room.resize(room.len() * 2, 0);
        }
    }
}
