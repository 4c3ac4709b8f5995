//! From a path to a descriptor: a program has no files but those within the
//! folders that the host granted.

use super::{Problem, failed};
use crate::wasi::{Errno, Fd, Oflags, Rights, path_open, preopened};

/// Opens `path` within the granted folder whose name is the longest that it
/// begins with. A folder granted as `.` is where relative paths begin.
pub fn open(path: &[u8], oflags: Oflags, rights: Rights) -> Result<Fd, Problem<'_>> {
    let folders = preopened().map_err(failed(b"granted folders"))?;
    let within = |(fd, name): &(Fd, alloc::vec::Vec<u8>)| {
        let rest = rest_of(path, name)?;
        Some((*fd, rest, path.len() - rest.len()))
    };
    let best = folders.iter().filter_map(within).max_by_key(|(.., matched)| *matched);
    let (folder, rest, _) = best.ok_or(Errno::NOTCAPABLE).map_err(failed(path))?;
    path_open(folder, if rest.is_empty() { b"." } else { rest }, oflags, rights).map_err(failed(path))
}

/// What of `path` comes after the folder `name`; nothing if it is not in there.
fn rest_of<'p>(path: &'p [u8], name: &[u8]) -> Option<&'p [u8]> {
    if name == b"." {
        return (path.first() != Some(&b'/')).then_some(path);
    }
    let rest = path.strip_prefix(name)?;
    if name.ends_with(b"/") || rest.is_empty() { Some(rest) } else { rest.strip_prefix(b"/") }
}
