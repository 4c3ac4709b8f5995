//! `hello`: a greeting, by one call.

use crate::wasi::{Errno, Fd, fd_write};

/// Greets. The text is shorter than any host's buffer, so one call writes it.
pub fn run() -> Result<(), Errno> {
    fd_write(Fd::STDOUT, b"hello, world\n").map(|_| ())
}
