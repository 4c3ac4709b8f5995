//! `wasmtime-runner bench`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::bench::bench;
use crate::{Stopped, exit};

/// The options of `wasmtime-runner bench`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The native side: a dynamic library of the functions that the modules export. Its code is run as that of a
    /// program is
    #[arg(long, value_name = "LIBRARY")]
    native: PathBuf,
    /// The other sides: every function `(i32) -> (i64)` that all of them export is a kernel, which does something as
    /// often as it is told and gives a checksum
    #[arg(value_name = "MODULE", required = true)]
    modules: Vec<PathBuf>,
    /// How often each side has its turn; figures are medians and quartiles of that many
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rounds: u32,
    /// About how long all turns of one comparison take together, in seconds
    #[arg(long, value_name = "S", default_value_t = 1.0, value_parser = seconds)]
    seconds: f64,
    /// How to write it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write it, if not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    /// Tables with bars
    #[default]
    Text,
    /// All figures, with their units in the names
    Json,
    /// A chart of the ratios
    Svg,
}

fn seconds(text: &str) -> Result<f64> {
    let seconds: f64 = text.parse()?;
    ensure!(seconds > 0.0 && seconds <= 3600.0, "that is not between 0 and 3600 seconds");
    Ok(seconds)
}

/// Measures, and writes the report.
///
/// # Errors
///
/// If a file cannot be used or written.
pub fn run(options: &Options) -> Result<u8> {
    let report = match bench(&options.native, &options.modules, options.rounds, options.seconds) {
        Ok(report) => report,
        Err(error) => {
            let code = error.downcast_ref::<Stopped>().map(|stopped| stopped.code);
            let Some(code) = code else { return Err(error) };
            eprintln!("wasmtime-runner: {error:#}");
            return Ok(code);
        }
    };
    let written = match options.format {
        Format::Text => report.text(),
        Format::Json => serde_json::to_string_pretty(&report)? + "\n",
        Format::Svg => report.svg(),
    };
    match &options.output {
        Some(path) => std::fs::write(path, written).with_context(|| format!("{} cannot be written", path.display()))?,
        None => std::io::stdout().write_all(written.as_bytes()).context("the report cannot be written")?,
    }
    Ok(exit::OK)
}
