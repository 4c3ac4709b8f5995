//! Machine code that was made before, kept in files.
//!
//! An entry is looked for by what it was made from: the module's bytes, and all
//! that the engine says its code depends on (wasmtime's version, the processor,
//! the settings). It carries the SHA-256 of its own code, so that one that is
//! damaged or cut off is made again. Machine code is run without further checks,
//! so the folder has to belong to the user and be writable by no one else:
//! otherwise it is not used.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest, Sha256};
use wasmtime::Engine;

use crate::machine_code;
use crate::program::Program;

/// Where machine code is kept.
#[derive(Debug, clap::Args)]
pub struct CacheOptions {
    /// Keep machine code in this folder, not in the user's folder for caches
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    cache_dir: Option<PathBuf>,
    /// Keep no machine code
    #[arg(long)]
    no_cache: bool,
}

/// A folder of entries.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache that `options` name, which is made if it is not there. Nothing if
    /// there shall be none, or none that is safe to use.
    pub fn open(options: &CacheOptions) -> Option<Self> {
        let folder = match &options.cache_dir {
            _ if options.no_cache => return None,
            Some(folder) => folder.clone(),
            None => {
                let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
                base.or_else(|| Some(std::env::home_dir()?.join(".cache")))?.join("wasmtime-runner")
            }
        };
        make_private(&folder).ok()?;
        is_private(&folder).then_some(Self { folder })
    }

    /// A cache in a folder that this process has made for itself.
    pub const fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The program that `wasm` is, compiled now if its machine code is not there or not good.
    ///
    /// # Errors
    ///
    /// If `wasm` is nothing that `engine` can compile.
    pub fn program(&self, engine: &Engine, wasm: &[u8]) -> Result<Program> {
        let path = self.folder.join(key(engine, wasm));
        if let Some(program) = fs::read(&path).ok().and_then(|entry| machine_code::open(engine, &entry).ok()) {
            return Ok(program);
        }
        let program = Program::compile(engine, wasm)?;
        // A cache that cannot be written to only makes the next run slower.
        let _ = self.keep(&path, &program.serialize()?);
        Ok(program)
    }

    /// Another process sees either the whole entry or none.
    fn keep(&self, path: &Path, code: &[u8]) -> Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(&machine_code::file_of(code))?;
        file.persist(path)?;
        Ok(())
    }
}

fn key(engine: &Engine, wasm: &[u8]) -> String {
    let mut compatibility = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut compatibility);
    let mut key = Sha256::new();
    key.update(compatibility.finish().to_le_bytes());
    key.update(wasm);
    key.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>() + ".cwasm"
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // A file that was just made belongs to whom this process runs as.
    let mine = tempfile::tempfile_in(folder).and_then(|file| file.metadata());
    let folder = fs::metadata(folder);
    matches!((mine, folder), (Ok(mine), Ok(folder)) if mine.uid() == folder.uid() && folder.mode() & 0o022 == 0)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

/// Elsewhere the user's own folder for caches is private by itself.
#[cfg(not(unix))]
fn is_private(folder: &Path) -> bool {
    folder.is_dir()
}
