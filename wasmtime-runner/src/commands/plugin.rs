//! `wasmtime-runner plugin`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::exit;
use crate::limits::Limits;
use crate::scenario::Walk;

/// The options of `wasmtime-runner plugin`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Those of each call; those of memory, of each instance
    #[command(flatten)]
    limits: Limits,
    /// The steps, one a line; without it, they are read from standard input
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// The module: binary or text (.wat)
    #[arg(value_name = "GUEST")]
    module: PathBuf,
}

/// Takes a plug-in through a scenario and prints the transcript.
///
/// # Errors
///
/// If the module cannot be used as a plug-in, or a line is no step that can be taken.
pub fn run(options: &Options) -> Result<u8> {
    let name = options.module.display().to_string();
    let wasm = std::fs::read(&options.module).with_context(|| format!("{name} cannot be read"))?;
    let (steps, place): (Box<dyn BufRead>, String) = match &options.scenario {
        Some(path) => {
            let place = path.display().to_string();
            let file = File::open(path).with_context(|| format!("--scenario {place} cannot be opened"))?;
            (Box::new(BufReader::new(file)), place)
        }
        None => (Box::new(io::stdin().lock()), "standard input".to_owned()),
    };
    let mut walk = Walk::start(&options.limits, &name, wasm)?;
    let mut out = io::stdout().lock();
    for (index, line) in steps.lines().enumerate() {
        let answer = line.map_err(anyhow::Error::from).and_then(|line| walk.take(&line));
        let answer = answer.with_context(|| format!("{place}:{}", index + 1))?;
        out.write_all(answer.as_bytes()).context("the transcript cannot be written")?;
    }
    Ok(exit::OK)
}
