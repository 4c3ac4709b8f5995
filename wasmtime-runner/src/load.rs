//! From a file to a program that can be run.

use std::path::Path;

#[cfg(feature = "compiler")]
use anyhow::bail;
use anyhow::{Context, Result};
use wasmtime::Engine;

#[cfg(feature = "compiler")]
use crate::cache::{Cache, CacheOptions};
use crate::machine_code;
use crate::program::Program;

/// Reads a module or a component: `.wasm`, `.wat`, or what `compile` made.
///
/// # Errors
///
/// If it cannot be read, or is nothing that `engine` can run.
pub fn load(engine: &Engine, path: &Path, #[cfg(feature = "compiler")] cache: &CacheOptions) -> Result<Program> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let program = match machine_code::is_one(&bytes) {
        true => machine_code::open(engine, &bytes),
        #[cfg(feature = "compiler")]
        false => compiled(engine, &bytes, cache),
        #[cfg(not(feature = "compiler"))]
        false => Err(anyhow::anyhow!(
            "this runner was built without a compiler\n\
             next step: `wasmtime-runner compile IN -o OUT.cwasm` with one that has it, and run what that makes"
        )),
    };
    program.with_context(|| path.display().to_string())
}

#[cfg(feature = "compiler")]
fn compiled(engine: &Engine, bytes: &[u8], cache: &CacheOptions) -> Result<Program> {
    let wasm = to_binary(bytes)?;
    match Cache::open(cache) {
        Some(cache) => cache.program(engine, &wasm),
        None => Program::compile(engine, &wasm),
    }
}

/// The binary format of what may be text.
///
/// # Errors
///
/// If it is neither.
#[cfg(feature = "compiler")]
pub fn to_binary(bytes: &[u8]) -> Result<std::borrow::Cow<'_, [u8]>> {
    if bytes.starts_with(b"\0asm") {
        return Ok(bytes.into());
    }
    if bytes.is_empty() {
        bail!("the file is empty (at offset 0x0)");
    }
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.trim_start().starts_with(['(', ';']));
    let Some(text) = text else {
        bail!("this is neither WebAssembly nor its text format: it does not begin with 00 61 73 6d (at offset 0x0)");
    };
    Ok(wat::parse_str(text)?.into())
}
