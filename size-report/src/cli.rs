//! The command line.

use clap::{Parser, Subcommand};

use crate::commands::{matrix, merge};

/// Builds a crate over a matrix of size settings and measures every module.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 done · 2 the request cannot be carried out as given · \
                  3 a tool failed (what could be made was made) · 130 interrupted"
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
}
