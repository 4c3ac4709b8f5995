//! `size-report`: how large a WebAssembly module is in every configuration.
//!
//! Data flows one way: `Matrix → Cell → Digest (a linked module) → Sizes →
//! Report → text`, each arrow in the file named after its right-hand side.

mod annotate;
mod axis;
mod baseline;
mod budget;
mod bytes;
mod cache;
mod cargo;
mod cargo_config;
mod cell;
mod cli;
mod commands;
mod compress;
mod config;
mod difference;
mod digest;
mod effects;
mod exit;
mod explain;
mod fingerprint;
mod git;
mod history;
mod inventory;
mod listing;
mod matrix;
mod measure;
mod module;
mod output;
mod package;
mod questions;
mod queue;
mod render;
mod report;
mod rewrite;
mod rule;
mod toolchain;
mod twiggy;
mod verdict;
mod wasm_opt;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::questions::Question;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Matrix(options) => commands::matrix::run(*options),
        Command::Check(options) => commands::check::run(*options),
        Command::Bless(options) => commands::bless::run(*options),
        Command::History(options) => commands::history::run(options),
        Command::Init(options) => commands::init::run(options),
        Command::Merge(options) => commands::merge::run(options),
        Command::Diff(options) => commands::diff::run(options),
        Command::Show(options) => commands::ask::run_show(options),
        Command::Sections(options) => commands::ask::run(Question::Sections, options),
        Command::Top(options) => commands::ask::run(Question::Top, options),
        Command::Dominators(options) => commands::ask::run(Question::Dominators, options),
        Command::Paths(options) => commands::ask::run_paths(options),
        Command::Monos(options) => commands::ask::run(Question::Monos, options),
        Command::Garbage(options) => commands::ask::run(Question::Garbage, options),
        Command::Crates(options) => commands::ask::run_crates(options),
        Command::Leb(options) => commands::ask::run(Question::Leb, options),
        Command::Twiggy(options) => commands::twiggy::run(options),
        Command::Wat(options) => commands::read::run_wat(options),
        Command::Validate(options) => commands::read::run_validate(options),
        Command::Slim(options) => commands::slim::run(&options),
    };
    ExitCode::from(done.unwrap_or_else(|error| {
        eprintln!("size-report: {error:#}");
        exit::code_of(&error)
    }))
}
