//! One file for each subcommand: its options, and what it does.

pub mod ask;
pub mod diff;
pub mod matrix;
pub mod merge;
pub mod read;
pub mod slim;
