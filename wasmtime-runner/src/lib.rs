//! Runs WebAssembly guests natively, on wasmtime: WASI preview 1 commands with
//! the folders and variables that are named and no others, single functions of
//! any module, and plug-ins.
//!
//! A program that has plug-ins embeds [`plugin`]; the rest is the command
//! `wasmtime-runner`.

#[cfg(feature = "compiler")]
mod bench;
#[cfg(feature = "compiler")]
mod cache;
mod cli;
mod clock;
mod commands;
pub mod engine;
pub mod exit;
mod invoke;
pub mod limits;
mod load;
mod machine_code;
mod outcome;
#[cfg(feature = "compiler")]
pub mod plugin;
mod program;
mod sandbox;
#[cfg(feature = "compiler")]
mod scenario;
mod wave;

use std::process::ExitCode;

use clap::Parser;

/// What of it is in this library's interface: `Val` and `FuncType`.
pub use wasmtime;

pub use crate::outcome::Stopped;

/// The command `wasmtime-runner`: does what its arguments say, and says with
/// which code to exit.
pub fn command_line() -> ExitCode {
    let code = match cli::Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wasmtime-runner: {error:#}");
            exit::CANNOT
        }
    };
    ExitCode::from(code)
}
