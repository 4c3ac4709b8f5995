//! `size-report history`.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::budget::Metric;
use crate::exit;
use crate::git;
use crate::history::History;
use crate::output::write_text;
use crate::render::HistoryFormat;

use super::build::Project;
use super::guard::baseline_path;
use super::matrix::ProjectOptions;

/// The options of `size-report history`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Reads the commits that git knows of the baseline, across renames. In a shallow clone these are \
few: fetch the others with `git fetch --unshallow`."
)]
pub struct Options {
    /// Whose baseline
    #[command(flatten)]
    project: ProjectOptions,
    /// The baseline [default: baselines/<package>.json in the folder of the workspace]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Only these cells, by slug, in which * stands for anything and ? for one character
    #[arg(long, value_name = "PATTERN", default_value = "*")]
    cells: String,
    /// What is drawn: raw gzip brotli
    #[arg(long, value_enum, default_value = "raw", hide_possible_values = true)]
    metric: Metric,
    /// How to write it [default: by the extension of --output, or else text]
    #[arg(long, value_enum)]
    format: Option<HistoryFormat>,
    /// Write it to FILE, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Draws a baseline over time.
pub fn run(options: Options) -> Result<u8> {
    let path = match options.baseline {
        Some(path) => path,
        None => baseline_path(&Project::find(&options.project)?),
    };
    let commits = git::log(&path)?;
    let files = git::contents(&path, &commits)?;
    let (history, unread) = History::of(commits, files, options.metric, &options.cells);
    ensure!(
        !history.points.is_empty(),
        "git knows no baseline {}: bless one with `size-report bless`, and commit it",
        path.display()
    );
    ensure!(
        history.points.iter().any(|point| !point.cells.is_empty()),
        "no cell is called {}: give --cells a pattern such as `*.strip-symbols`",
        options.cells
    );
    if unread > 0 {
        eprintln!("size-report: {unread} commits have a baseline of another schema, and were left out");
    }
    let by_extension = options.output.as_deref().and_then(HistoryFormat::of_extension);
    let text = options.format.or(by_extension).unwrap_or(HistoryFormat::Text).render(&history)?;
    write_text(options.output.as_deref(), &text)?;
    Ok(exit::OK)
}
