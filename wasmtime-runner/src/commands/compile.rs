//! `wasmtime-runner compile`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::engine::engine;
use crate::exit;
use crate::limits::Limits;
use crate::load::to_binary;
use crate::machine_code;

/// The options of `wasmtime-runner compile`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The module: binary or text
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Where to write the machine code
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Those that `run` will be given: code is checked for fuel and time only if it was compiled so
    #[command(flatten)]
    limits: Limits,
}

/// Compiles a module.
///
/// # Errors
///
/// If it cannot be read, compiled or written.
pub fn run(options: &Options) -> Result<u8> {
    let (input, output) = (options.input.display(), options.output.display());
    let bytes = std::fs::read(&options.input).with_context(|| format!("{input} cannot be read"))?;
    let wasm = to_binary(&bytes).with_context(|| input.to_string())?;
    if wasm.get(6) == Some(&1) {
        bail!("{input}: this is a component, and the runner runs core modules of preview 1");
    }
    let code = engine(&options.limits)?.precompile_module(&wasm).map_err(anyhow::Error::from);
    let code = code.with_context(|| input.to_string())?;
    let folder = options.output.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(".".as_ref()))
        .with_context(|| format!("{output} cannot be written"))?;
    file.write_all(&machine_code::file_of(&code)).with_context(|| format!("{output} cannot be written"))?;
    file.persist(&options.output).with_context(|| format!("{output} cannot be written"))?;
    Ok(exit::OK)
}
