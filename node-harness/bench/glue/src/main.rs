//! `glue TARGET IN.wasm FOLDER`: what `wasm-bindgen --target TARGET --no-typescript IN.wasm --out-dir FOLDER` writes, for
//! the targets nodejs and web.

use std::process::exit;
use wasm_bindgen_cli_support::Bindgen;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, input, folder] = &arguments[..] else {
        eprintln!("usage: glue nodejs|web IN.wasm FOLDER");
        exit(2)
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).typescript(false);
    let targeted = if target == "web" { bindgen.web(true) } else { bindgen.nodejs(true) };
    if let Err(error) = targeted.and_then(|bindgen| bindgen.generate(folder)) {
        eprintln!("glue: {error:#}");
        exit(3)
    }
}
