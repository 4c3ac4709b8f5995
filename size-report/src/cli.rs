//! The command line.

use clap::{Parser, Subcommand};

use crate::commands::{ask, bless, check, diff, history, init, matrix, merge, read, slim, twiggy};

/// Builds a crate over a matrix of size settings and measures every module.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 done · 1 a size is over its budget · 2 the request cannot be carried out as given · \
                  3 a tool failed (what could be made was made) · 4 there is no baseline · \
                  5 the baseline was made with other tools · 130 interrupted"
)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build a package over a matrix of settings and list the sizes
    Matrix(Box<matrix::Options>),
    /// Join the reports of all shards to the one of the whole matrix
    Merge(merge::Options),
    /// Compare the sizes with those of the baseline, and fail if a budget is exceeded
    Check(Box<check::Options>),
    /// Make the sizes of today the baseline
    Bless(Box<bless::Options>),
    /// Draw the sizes of the baseline over its commits
    History(history::Options),
    /// Write a configuration, and a workflow that checks sizes in CI
    Init(init::Options),
    /// What changed between two modules, components or matrix reports
    Diff(diff::Options),
    /// A summary of a module or component: several questions at once
    Show(ask::ShowOptions),
    /// Each section, and what is not in any
    Sections(ask::Options),
    /// Each function, segment, import, export, type and custom section, the largest first
    Top(ask::Options),
    /// What each thing keeps alive: its own bytes and those of all that would go with it
    Dominators(ask::Options),
    /// Why something is there: who leads to it
    Paths(ask::PathsOptions),
    /// Generic functions that were compiled several times
    Monos(ask::Options),
    /// What nothing can reach
    Garbage(ask::Options),
    /// Bytes by crate, module path, source file or source line
    Crates(ask::CratesOptions),
    /// Bytes lost to integers that are written longer than they need to be
    Leb(ask::Options),
    /// twiggy's answers, in twiggy's formats, for any module or component
    #[command(subcommand)]
    Twiggy(twiggy::Options),
    /// Print as text
    Wat(read::WatOptions),
    /// Check, and name the features it takes
    Validate(read::ValidateOptions),
    /// Leave out of a module what nothing reaches, and write the rest tightly
    Slim(slim::Options),
}
