//! `wasmtime-runner inspect`.

mod component;
mod module;
mod text;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use wasmparser::{Validator, WasmFeatures};

use crate::commands::inspect::component::Component;
use crate::commands::inspect::module::Module;
use crate::exit;
use crate::load::to_binary;
use crate::program::is_component;

/// The options of `wasmtime-runner inspect`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How to say it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The module or the component: binary or text
    module: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What `--format json` writes, and its version. A field that is added leaves it as
/// it is; one that goes, or means something else, does not.
const SCHEMA: &str = "wasmtime-runner/inspect/1";

/// What is said of a file.
#[derive(Debug, Serialize)]
struct Inspected {
    schema: &'static str,
    file: String,
    /// Of the binary format.
    bytes: usize,
    #[serde(flatten)]
    program: Program,
    /// What it would need to be granted to do something.
    needs: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Program {
    Module(Module),
    Component(Component),
}

#[derive(Debug, Serialize)]
struct CustomSection {
    name: String,
    /// Of its contents, without its name.
    bytes: usize,
}

/// Says what a module or a component is made of.
///
/// # Errors
///
/// If it cannot be read, or is not valid.
pub fn run(options: &Options) -> Result<u8> {
    let file = options.module.display().to_string();
    let bytes = std::fs::read(&options.module).with_context(|| format!("{file} cannot be read"))?;
    let inspected = inspected(file.clone(), &bytes).context(file)?;
    match options.format {
        Format::Text => print!("{}", text::render(&inspected)),
        Format::Json => println!("{}", serde_json::to_string_pretty(&inspected)?),
    }
    Ok(exit::OK)
}

fn inspected(file: String, bytes: &[u8]) -> Result<Inspected> {
    let wasm = to_binary(bytes)?;
    let types = Validator::new_with_features(WasmFeatures::all()).validate_all(&wasm).context("it is not valid")?;
    let (program, mut needs) = match is_component(&wasm) {
        true => {
            let component = component::read(&wasm)?;
            let needs = component.needs();
            (Program::Component(component), needs)
        }
        false => {
            let module = module::read(&wasm, types.as_ref())?;
            let needs = module.needs();
            (Program::Module(module), needs)
        }
    };
    needs.sort_unstable();
    needs.dedup();
    Ok(Inspected { schema: SCHEMA, file, bytes: wasm.len(), program, needs })
}

/// What is needed for an import named `name`, by how its name begins.
fn need(needs: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    needs.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, need)| *need)
}
