//! `write FILE TEXT`: makes a file, or replaces what is in it.

use super::{Problem, failed, granted};
use crate::text::line;
use crate::wasi::{Oflags, Rights, fd_close};

/// Writes `text` and a line break to `file`.
pub fn run<'a>(file: &'a [u8], text: &[u8]) -> Result<(), Problem<'a>> {
    let fd = granted::open(file, Oflags::CREAT_TRUNC, Rights::FD_WRITE)?;
    line(fd, &[text]).map_err(failed(file))?;
    fd_close(fd).map_err(failed(file))
}
