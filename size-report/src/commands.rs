//! One file for each subcommand: its options, and what it does.

pub mod ask;
pub mod bless;
mod build;
pub mod check;
pub mod diff;
mod guard;
pub mod history;
pub mod init;
pub mod matrix;
pub mod merge;
pub mod read;
mod rebuild;
pub mod slim;
pub mod twiggy;
