//! `size-report twiggy`: the options that twiggy has.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::exit;
use crate::module::analysis::about;
use crate::output;
use crate::twiggy::{Format, Paths, Twiggy, diff};

/// The options of `size-report twiggy`.
#[derive(Debug, clap::Subcommand)]
pub enum Options {
    /// The largest things
    Top {
        #[command(flatten)]
        file: FileOptions,
        /// Show at most N things
        #[arg(short = 'n', long, value_name = "N", default_value_t = u32::MAX, hide_default_value = true)]
        max_items: u32,
        /// Sort by what each thing retains: its own bytes and those of all that would go with it
        #[arg(long)]
        retained: bool,
    },
    /// The dominator tree: what would go with each thing
    Dominators {
        #[command(flatten)]
        file: FileOptions,
        /// Show at most N levels, as text
        #[arg(short = 'd', long, value_name = "N")]
        max_depth: Option<u32>,
        /// Show at most N rows, as text
        #[arg(short = 'r', long, value_name = "N")]
        max_rows: Option<u32>,
    },
    /// All ways to some things
    Paths {
        #[command(flatten)]
        file: FileOptions,
        /// What to begin at; without a name, everything
        #[arg(value_name = "NAME")]
        functions: Vec<String>,
        /// Show at most N steps of a way
        #[arg(short = 'd', long, value_name = "N", default_value = "10")]
        max_depth: u32,
        /// Show at most N ways at each step
        #[arg(short = 'r', long, value_name = "N", default_value = "10")]
        max_paths: u32,
        /// Go from callers to what they call
        #[arg(long)]
        descending: bool,
        /// The names are regular expressions
        #[arg(long)]
        regex: bool,
    },
    /// What nothing can reach
    Garbage {
        #[command(flatten)]
        file: FileOptions,
        /// Show at most N things
        #[arg(short = 'n', long, value_name = "N", default_value = "10")]
        max_items: u32,
        /// Show all of them
        #[arg(short, long, conflicts_with = "max_items")]
        all: bool,
    },
    /// What changed between two files, by name
    Diff {
        #[command(flatten)]
        file: FileOptions,
        /// The file as it is now
        new: PathBuf,
        /// Show at most N changes
        #[arg(short = 'n', long, value_name = "N", default_value = "20")]
        max_items: u32,
        /// Show all of them
        #[arg(short, long, conflicts_with = "max_items")]
        all: bool,
    },
    /// Not to be had from twiggy: `size-report monos` tells copies apart by more than their name and size
    #[command(hide = true)]
    Monos {
        /// Whatever twiggy takes
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        rest: Vec<String>,
    },
}

/// What is asked about, and how.
#[derive(Debug, clap::Args)]
pub struct FileOptions {
    /// The module or component
    file: PathBuf,
    /// Take the names from FILE: the same file before it was stripped
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// How to write the answer
    #[arg(short, long, value_enum, default_value = "text")]
    format: Format,
    /// Write the answer to FILE, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl FileOptions {
    fn answer(&self, ask: impl FnOnce(Twiggy) -> Result<String>) -> Result<u8> {
        let text = about(&self.file, self.names.as_deref(), |analysis| ask(Twiggy::of(analysis, self.format)?))?;
        self.write(&text)
    }

    fn diff(&self, new: &Path, max_items: u32) -> Result<u8> {
        let text = about(&self.file, self.names.as_deref(), |old| {
            about(new, None, |new| diff(old, new, max_items, self.format))
        })?;
        self.write(&text)
    }

    fn write(&self, text: &str) -> Result<u8> {
        output::write_text(self.output.as_deref(), text)?;
        Ok(exit::OK)
    }
}

/// Answers as twiggy does.
pub fn run(options: Options) -> Result<u8> {
    match options {
        Options::Top { file, max_items, retained } => file.answer(|twiggy| twiggy.top(max_items, retained)),
        Options::Dominators { file, max_depth, max_rows } => {
            file.answer(|twiggy| twiggy.dominators(max_depth, max_rows))
        }
        Options::Paths { file, functions, max_depth, max_paths, descending, regex } => {
            let asked = Paths { functions, regex, max_depth, max_paths, descending };
            file.answer(|twiggy| twiggy.paths(&asked))
        }
        Options::Garbage { file, max_items, all } => {
            file.answer(|twiggy| twiggy.garbage(if all { u32::MAX } else { max_items }))
        }
        Options::Diff { file, new, max_items, all } => file.diff(&new, if all { u32::MAX } else { max_items }),
        Options::Monos { .. } => bail!(
            "twiggy takes a function whose name begins with an h for a copy of its module, and counts copies of equal size \
             once\nnext step: `size-report monos FILE`"
        ),
    }
}
