//! From the text format to the binary one, for components too: `text IN.wat OUT.wasm`.

use std::error::Error;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [from, to] = paths.as_slice() else { return Err("usage: text IN.wat OUT.wasm".into()) };
    fs::write(to, wat::parse_file(from)?)?;
    Ok(())
}
