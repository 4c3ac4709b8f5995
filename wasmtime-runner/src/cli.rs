//! The command line.

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::commands;
use crate::exit;

/// Runs WebAssembly guests natively, granted only what is named
#[derive(Debug, Parser)]
#[command(version, after_help = exit::HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a WASI command, or one function of a module or a component
    Run(commands::run::Options),
    /// Compile a module to machine code, to be run later without a compiler
    #[cfg(feature = "compiler")]
    Compile(commands::compile::Options),
    /// What a module imports, exports, and would need to be granted
    #[cfg(feature = "compiler")]
    Inspect(commands::inspect::Options),
    /// Take a plug-in, which imports its memory, through the steps of a scenario
    #[cfg(feature = "compiler")]
    Plugin(commands::plugin::Options),
    /// What wasm costs: functions of a dynamic library against the same of modules
    #[cfg(feature = "compiler")]
    Bench(commands::bench::Options),
}

impl Cli {
    /// Does what was asked for, and says with which code to exit.
    ///
    /// # Errors
    ///
    /// If the module or the arguments cannot be used.
    pub fn run(self) -> Result<u8> {
        match self.command {
            Command::Run(options) => commands::run::run(&options),
            #[cfg(feature = "compiler")]
            Command::Compile(options) => commands::compile::run(&options),
            #[cfg(feature = "compiler")]
            Command::Inspect(options) => commands::inspect::run(&options),
            #[cfg(feature = "compiler")]
            Command::Plugin(options) => commands::plugin::run(&options),
            #[cfg(feature = "compiler")]
            Command::Bench(options) => commands::bench::run(&options),
        }
    }
}
