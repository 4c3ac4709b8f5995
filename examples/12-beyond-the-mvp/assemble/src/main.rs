//! Makes modules of text format: `assemble FILE.wat…` writes a `.wasm` beside each, as it stands, instruction by instruction.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn assemble(path: &Path) -> Result<(), String> {
    let module = wat::parse_file(path).map_err(|error| error.to_string())?;
    let output = path.with_extension("wasm");
    fs::write(&output, module).map_err(|error| format!("cannot write {}: {error}", output.display()))
}

fn main() -> ExitCode {
    let files: Vec<String> = env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("assemble: there is nothing to do\nnext step: name the files in text format");
        return ExitCode::from(2);
    }
    for file in &files {
        if let Err(error) = assemble(Path::new(file)) {
            eprintln!("assemble: {error}\nnext step: correct the text, or give the path of a file that is there");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
