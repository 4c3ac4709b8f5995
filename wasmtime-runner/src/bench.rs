//! What wasm costs against native code: the same functions from a dynamic library
//! and from modules, and what it costs to cross between host and guest.
//!
//! ```text
//!   native.rs   the library's functions ──┐
//!   guest.rs    the modules' functions  ──┴─▶ kernels.rs ──┐
//!   boundary.rs calls, instances, copies  ─────────────────┼─▶ contest.rs ──▶ report.rs ──▶ text.rs, svg.rs
//!   start.rs    compiling, reading        ─────────────────┘   in turn        plain data
//! ```

mod boundary;
mod contest;
mod guest;
mod kernels;
mod native;
mod report;
mod start;
mod svg;
mod text;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::bench::contest::Effort;
use crate::bench::guest::Guest;
use crate::bench::native::Library;
pub use crate::bench::report::Report;

/// Compares functions that `library` and all of `modules` export, in `rounds` rounds
/// that take about so many seconds for each of them together.
///
/// # Errors
///
/// If one of the files cannot be used; [`Stopped`](crate::Stopped) if a guest traps
/// or does not compute what the library does.
pub fn bench(library: &Path, modules: &[PathBuf], rounds: u32, seconds: f64) -> Result<Report> {
    let library = Library::open(library)?;
    let guests = modules.iter().map(|path| Guest::open(path)).collect::<Result<Vec<_>>>()?;
    let effort = Effort { rounds, seconds };
    Ok(Report {
        schema: report::SCHEMA,
        runner: env!("CARGO_PKG_VERSION"),
        native: library.name().to_owned(),
        modules: guests.iter().map(|guest| guest.name.clone()).collect(),
        rounds,
        kernels: kernels::compared(&library, &guests, effort)?,
        boundary: boundary::compared(effort)?,
        start: start::compared(&guests, effort)?,
    })
}
