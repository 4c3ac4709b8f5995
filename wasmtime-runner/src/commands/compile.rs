//! `wasmtime-runner compile`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::engine::engine;
use crate::exit;
use crate::limits::Limits;
use crate::load::to_binary;
use crate::machine_code;
use crate::program::Program;

/// The options of `wasmtime-runner compile`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The module or the component: binary or text
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Where to write the machine code
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Those that `run` will be given: code is checked for fuel and time only if it was compiled so
    #[command(flatten)]
    limits: Limits,
}

/// Compiles a module or a component.
///
/// # Errors
///
/// If it cannot be read, compiled or written.
pub fn run(options: &Options) -> Result<u8> {
    let (input, output) = (options.input.display(), options.output.display());
    let bytes = std::fs::read(&options.input).with_context(|| format!("{input} cannot be read"))?;
    let wasm = to_binary(&bytes).with_context(|| input.to_string())?;
    let program = Program::compile(&engine(&options.limits)?, &wasm).with_context(|| input.to_string())?;
    let code = program.serialize()?;
    let folder = options.output.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(".".as_ref()))
        .with_context(|| format!("{output} cannot be written"))?;
    file.write_all(&machine_code::file_of(&code)).with_context(|| format!("{output} cannot be written"))?;
    file.persist(&options.output).with_context(|| format!("{output} cannot be written"))?;
    Ok(exit::OK)
}
