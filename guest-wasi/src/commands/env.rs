//! `env`: the environment, each variable on a line of its own.

use super::{Problem, failed};
use crate::text::line;
use crate::wasi::{Fd, environ};

/// Writes the environment.
pub fn run() -> Result<(), Problem<'static>> {
    let variables = environ().map_err(failed(b"environment"))?;
    variables.iter().try_for_each(|variable| line(Fd::STDOUT, &[variable])).map_err(failed(b"stdout"))
}
