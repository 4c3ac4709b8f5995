//! The command `wasmtime-runner`.

use std::process::ExitCode;

fn main() -> ExitCode {
    wasmtime_runner::command_line()
}
