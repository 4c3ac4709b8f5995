//! `args`: each argument on a line of its own.

use super::{Problem, failed};
use crate::text::line;
use crate::wasi::Fd;

/// Writes `args`.
pub fn run<'a>(mut args: impl Iterator<Item = &'a [u8]>) -> Result<(), Problem<'a>> {
    args.try_for_each(|arg| line(Fd::STDOUT, &[arg])).map_err(failed(b"stdout"))
}
