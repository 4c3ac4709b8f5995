//! `cat FILE`: a file's bytes, as they are.

use alloc::vec;

use super::{Problem, failed, granted};
use crate::text::write_all;
use crate::wasi::{Fd, Oflags, Rights, fd_close, fd_read};

/// How many bytes are read at a time.
const ROOM: usize = 4096;

/// Writes `file` to standard output.
pub fn run(file: &[u8]) -> Result<(), Problem<'_>> {
    let fd = granted::open(file, Oflags::NONE, Rights::FD_READ)?;
    let mut room = vec![0; ROOM];
    loop {
        match fd_read(fd, &mut room).map_err(failed(file))? {
            0 => return fd_close(fd).map_err(failed(file)),
            read => write_all(Fd::STDOUT, &room[..read]).map_err(failed(b"stdout"))?,
        }
    }
}
