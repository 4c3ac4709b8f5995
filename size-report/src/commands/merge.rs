//! `size-report merge`.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::exit;
use crate::output::OutputOptions;
use crate::report::Report;

/// The options of `size-report merge`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The JSON reports of all shards, in any order
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where the joined report goes
    #[command(flatten)]
    output: OutputOptions,
}

/// Joins reports.
pub fn run(options: Options) -> Result<u8> {
    let mut parts = Vec::new();
    for path in &options.files {
        let name = path.display().to_string();
        let text = std::fs::read(path).with_context(|| format!("{name} cannot be read"))?;
        let report = Report::from_json(&text)
            .with_context(|| format!("{name} is no matrix report (make one with --format json)"))?;
        parts.push((name, report));
    }
    let whole = Report::merge(parts)?;
    options.output.write(&whole)?;
    Ok(if whole.failures.is_empty() { exit::OK } else { exit::TOOL_FAILED })
}
