//! `size-report wat` and `size-report validate`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::WasmFeatures;
use wasmprinter::PrintIoWrite;

use crate::exit;
use crate::module::analysis::{Analysis, read};
use crate::module::entity::{Entity, Space};
use crate::module::{placed, validity};
use crate::output;

/// The options of `size-report wat`.
#[derive(Debug, clap::Args)]
pub struct WatOptions {
    /// The module or component
    file: PathBuf,
    /// Only this function, by a name as listings show it or by its index
    #[arg(long, value_name = "NAME|INDEX")]
    func: Option<String>,
    /// Write to FILE, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The options of `size-report validate`.
#[derive(Debug, clap::Args)]
pub struct ValidateOptions {
    /// The module or component
    file: PathBuf,
}

/// Prints a file in the text format.
pub fn run_wat(options: WatOptions) -> Result<u8> {
    let wasm = read(&options.file)?;
    let name = options.file.display().to_string();
    let Some(wanted) = &options.func else {
        output::write_by(options.output.as_deref(), |out| print(&wasm, &name, out))?;
        return Ok(exit::OK);
    };
    let mut text = Vec::new();
    print(&wasm, &name, &mut text)?;
    let text = function(&wasm, std::str::from_utf8(&text)?, wanted).with_context(|| format!("in {name}"))?;
    output::write_text(options.output.as_deref(), &format!("{text}\n"))?;
    Ok(exit::OK)
}

/// Prints all of `wasm`, as it goes along: the text of a function may be a
/// thousand times as long as its code.
fn print(wasm: &[u8], name: &str, out: &mut dyn Write) -> Result<()> {
    let mut out = PrintIoWrite(out);
    let Err(error) = wasmprinter::Config::new().print(wasm, &mut out) else { return Ok(()) };
    if error.is::<std::io::Error>() {
        return Err(error.context("the text cannot be written"));
    }
    Err(placed(error, wasm).context(format!("{name} cannot be printed")))
}

/// The lines of `text` that are the function `wanted`.
fn function(wasm: &[u8], text: &str, wanted: &str) -> Result<String> {
    let analysis = Analysis::of(wasm)?;
    let [part] = &analysis.parts[..] else { bail!("this is a component: take a module out of it first") };
    let mut found = part
        .layout
        .bodies
        .iter()
        .map(|body| body.index)
        .filter(|index| wanted.parse() == Ok(*index) || part.names.get(Entity::new(Space::Func, *index)) == wanted);
    let index = found.next().with_context(|| {
        format!("no function is called `{wanted}`\nnext step: `size-report top FILE` lists all names")
    })?;
    let comment = format!("(;{index};)");
    let mut lines = text.lines().skip_while(|line| !(line.starts_with("  (func ") && line.contains(&comment)));
    let first = lines.next().context("the function is not in the text")?;
    let mut out = vec![first];
    if !first.ends_with("))") || first.matches('(').count() != first.matches(')').count() {
        for line in lines {
            out.push(line);
            if line == "  )" {
                break;
            }
        }
    }
    Ok(out.join("\n"))
}

/// Checks a file, first by what is finished of WebAssembly, then by all that is
/// proposed.
pub fn run_validate(options: ValidateOptions) -> Result<u8> {
    let wasm = read(&options.file)?;
    let name = options.file.display();
    ensure!(!wasm.is_empty(), "{name} is not valid: the file is empty (at offset 0x0)");
    let check = |features| validity::check(&wasm, features);
    for (word, features) in [
        ("WebAssembly 1.0", WasmFeatures::WASM1),
        ("WebAssembly 2.0", WasmFeatures::WASM2),
        ("WebAssembly 3.0", WasmFeatures::WASM3),
        ("what is enabled by default", WasmFeatures::default()),
    ] {
        if check(features).is_ok() {
            output::write_text(None, &format!("{name} is valid ({word})\n"))?;
            return Ok(exit::OK);
        }
    }
    check(WasmFeatures::all()).with_context(|| format!("{name} is not valid"))?;
    let base = WasmFeatures::default();
    let needed: Vec<_> = WasmFeatures::all()
        .difference(base)
        .iter_names()
        .filter(|(_, feature)| check(WasmFeatures::all().difference(*feature)).is_err())
        .map(|(name, _)| name.to_lowercase())
        .collect();
    output::write_text(None, &format!("{name} is valid (with proposals: {})\n", needed.join(", ")))?;
    Ok(exit::OK)
}
