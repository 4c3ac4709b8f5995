//! Machine code in a file: what `compile` writes, and what the cache keeps. It
//! carries its own SHA-256, so that what is damaged or cut off is never run.

#![expect(unsafe_code, reason = "loads machine code")]

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use wasmtime::Engine;

use crate::program::Program;

/// Begins the file; the SHA-256 of the code and the code follow.
const MAGIC: &[u8] = b"wasm-by-hand machine code 1\n";

const DIGEST_LEN: usize = 32;

/// A file of `code`.
#[cfg(feature = "compiler")]
pub fn file_of(code: &[u8]) -> Vec<u8> {
    [MAGIC, &Sha256::digest(code), code].concat()
}

/// Whether `file` begins as what [`file_of`] makes does.
pub fn is_one(file: &[u8]) -> bool {
    file.starts_with(MAGIC)
}

/// Opens what `compile` wrote.
///
/// # Errors
///
/// If it is damaged, or was made for another processor, version or setting.
pub fn open(engine: &Engine, file: &[u8]) -> Result<Program> {
    let code = code_of(file).context(
        "this is compiled code, and it is damaged or cut off\nnext step: make it again with `wasmtime-runner compile`",
    )?;
    // SAFETY: the code is as `compile` wrote it, as the digest says. Whoever gives
    // such a file to `run` trusts it as they would trust a program.
    let program = unsafe { Program::deserialize(engine, code) };
    program.context(
        "this compiled code does not fit: it was made by another version, for another processor, or with other limits\n\
         next step: make it again with `wasmtime-runner compile`, with the same --fuel and --timeout as `run` gets",
    )
}

fn code_of(file: &[u8]) -> Option<&[u8]> {
    let (digest, code) = file.strip_prefix(MAGIC)?.split_at_checked(DIGEST_LEN)?;
    (Sha256::digest(code).as_slice() == digest).then_some(code)
}
