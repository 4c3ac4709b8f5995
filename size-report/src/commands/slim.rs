//! `size-report slim`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bytes::Bytes;
use crate::cache::write_whole;
use crate::exit;
use crate::inventory::Inventory;
use crate::rewrite::slim::{self, Customs, Exports, Pattern};

/// The options of `size-report slim`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What stays: exports, the start function, and all that these reach. Custom sections go, but for those named by --keep and \
dylink.0, which loaders of shared libraries need; DWARF and whatever else is about places in the code cannot stay. Functions that do the same become one where no \
program can tell. The module does what it did before, and is never larger: one that cannot be made smaller is written \
as it was.")]
pub struct Options {
    /// The module, or a component, of which the modules are slimmed
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Where to write it; `-` is standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Keep the custom sections of that name. May be repeated
    #[arg(long, value_name = "NAME")]
    keep: Vec<String>,
    /// Drop the export of that name, and what only it needs. May be repeated
    #[arg(long, value_name = "NAME")]
    drop_export: Vec<String>,
    /// Drop all exports but that one. May be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "drop_export")]
    keep_export: Vec<String>,
    /// Replace the code of functions by `unreachable`: by name, as in `core::fmt::*` or `/regex/`. May be repeated
    #[arg(long, value_name = "PATTERN", value_parser = Pattern::parse)]
    snip: Vec<Pattern>,
    /// Replace the code that Rust runs to panic by `unreachable`: a panic is then a trap without a message
    #[arg(long)]
    snip_panics: bool,
}

/// Slims a module.
pub fn run(options: &Options) -> Result<u8> {
    let input = &options.input;
    let wasm = std::fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let exports = if options.keep_export.is_empty() {
        Exports::AllBut(options.drop_export.clone())
    } else {
        Exports::Only(options.keep_export.clone())
    };
    let what = slim::Options {
        customs: Customs::Named(options.keep.clone()),
        exports,
        snip: options.snip.clone(),
        snip_panics: options.snip_panics,
    };
    let slimmed = slim::slim(&wasm, &what).with_context(|| input.display().to_string())?;
    write(&options.output, &slimmed)?;
    report(input, &wasm, &slimmed)?;
    Ok(exit::OK)
}

fn write(output: &Path, wasm: &[u8]) -> Result<()> {
    if output == Path::new("-") {
        return std::io::stdout().write_all(wasm).context("standard output cannot be written");
    }
    // A device or a pipe is written to; a file is replaced as a whole.
    if output.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return std::fs::write(output, wasm).with_context(|| format!("{} cannot be written", output.display()));
    }
    write_whole(output, wasm)
}

/// Says what became of the module, on standard error.
fn report(input: &Path, before: &[u8], after: &[u8]) -> Result<()> {
    let (old, new) = (Bytes::of(before), Bytes::of(after));
    eprintln!("{}: {old} → {new} ({})", input.display(), new.delta_from(old));
    let (old, new) = (Inventory::of(before)?, Inventory::of(after)?);
    for ((kind, old), (_, new)) in old.kinds().zip(new.kinds()) {
        if old != new {
            let counts = format!("{} → {}", old.items, new.items);
            eprintln!("  {kind:<16} {counts:>16}  {:>12}", new.bytes.delta_from(old.bytes).to_string());
        }
    }
    Ok(())
}
