//! What it takes until a module can be instantiated.

use std::fs;

use anyhow::Result;

use crate::bench::contest::{Effort, Side, compare};
use crate::bench::guest::Guest;
use crate::bench::report::Comparison;
use crate::cache::Cache;
use crate::machine_code;
use crate::program::Program;

/// Compares, for each module: compiling it, finding its machine code in a cache, and
/// reading what `compile` wrote.
///
/// # Errors
///
/// If there is no folder for temporary files.
pub fn compared(guests: &[Guest], effort: Effort) -> Result<Vec<Comparison>> {
    let folder = tempfile::tempdir()?;
    let each = guests.iter().map(|guest| {
        let Guest { name, wasm, engine, .. } = guest;
        let file = folder.path().join("machine-code");
        fs::write(&file, machine_code::file_of(&engine.precompile_module(wasm)?))?;
        let cache = Cache::in_folder(folder.path().to_owned());
        let mut sides = [
            side("cold: compiled", || Program::compile(engine, wasm)),
            side("cached", || cache.program(engine, wasm)),
            side("ahead of time", || machine_code::open(engine, &fs::read(&file)?)),
        ];
        compare(&format!("{name}, {} bytes", wasm.len()), effort, &mut sides)
    });
    each.collect()
}

fn side<'s>(name: &str, load: impl Fn() -> Result<Program> + 's) -> Side<'s> {
    Side::new(name, move |work| {
        (0..work).try_for_each(|_| load().map(drop))?;
        Ok(u64::from(work))
    })
}
