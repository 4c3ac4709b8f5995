//! Lists the custom sections of a module, or adds one: `sections list FILE`, `sections add NAME TEXT FILE OUTPUT`.

use std::process::ExitCode;
use std::{env, fs};

use wasm_encoder::{CustomSection, Section};
use wasmparser::{BinaryReaderError, Parser, Payload};

// #region list
/// A line for each custom section: where it is, its bytes, its name, and what is in it if that is text.
fn list(file: &[u8]) -> Result<(), BinaryReaderError> {
    for payload in Parser::new(0).parse_all(file) {
        if let Payload::CustomSection(section) = payload? {
            let text = str::from_utf8(section.data()).ok().filter(|text| !text.contains(char::is_control));
            let text = text.unwrap_or("(no text)");
            println!("at {}, {} bytes, {}: {text}", section.data_offset(), section.data().len(), section.name());
        }
    }
    Ok(())
}
// #endregion list

// #region add
/// The module with one more custom section, before all that it has.
fn add(file: &[u8], name: &str, data: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    for payload in Parser::new(0).parse_all(file) {
        payload?; // What is no module gets no section.
    }
    let (preamble, sections) = file.split_at(8);
    let mut module = preamble.to_vec();
    CustomSection { name: name.into(), data: data.into() }.append_to(&mut module);
    module.extend_from_slice(sections);
    Ok(module)
}
// #endregion add

/// What the command line asks for, or why that cannot be had.
fn run(arguments: &[&str]) -> Result<(), String> {
    let read = |path| fs::read(path).map_err(|error| format!("cannot read {path}: {error}"));
    match arguments {
        ["list", path] => list(&read(path)?).map_err(|error| format!("{path} is no module: {error}")),
        ["add", name, text, path, output] => {
            let module =
                add(&read(path)?, name, text.as_bytes()).map_err(|error| format!("{path} is no module: {error}"))?;
            fs::write(output, module).map_err(|error| format!("cannot write {output}: {error}"))
        }
        _ => Err("usage: sections list FILE, or sections add NAME TEXT FILE OUTPUT".to_owned()),
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("sections: {message}");
            ExitCode::from(2)
        }
    }
}
