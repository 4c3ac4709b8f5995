//! A component, of which the core modules are slimmed where they stand.
//!
//! What a component says of its modules, it says by the names of their exports,
//! which all stay. An import that a module no longer has is one that nobody has
//! to give it.

use anyhow::{Result, ensure};
use wasm_encoder::{Component, ComponentSectionId, RawSection};
use wasmparser::BinaryReader;

use super::{Exports, Options, module};

const PREAMBLE_LEN: usize = 8;

/// `wasm`, a valid component, with its modules slimmed, those of nested
/// components too, and without the custom sections that `options` drop.
pub fn component(wasm: &[u8], options: &Options) -> Result<Vec<u8>> {
    ensure!(
        matches!(&options.exports, Exports::AllBut(names) if names.is_empty())
            && options.snip.is_empty()
            && !options.snip_panics,
        "this is a component, whose modules find each other by their exports\n\
         next step: leave out --drop-export, --keep-export and --snip, or slim the module that the component is made \
         from"
    );
    let mut slimmed = Component::new();
    let mut reader = BinaryReader::new(&wasm[PREAMBLE_LEN..], PREAMBLE_LEN as u64);
    while !reader.eof() {
        let id = reader.read_u8()?;
        let mut contents = reader.read_reader()?;
        let name =
            if id == ComponentSectionId::CoreCustom as u8 { Some(contents.clone().read_string()?) } else { None };
        let contents = contents.read_bytes(contents.bytes_remaining())?;
        let inner;
        let data = match id {
            _ if id == ComponentSectionId::CoreModule as u8 => {
                inner = module(contents, options)?;
                &inner
            }
            _ if id == ComponentSectionId::Component as u8 => {
                inner = component(contents, options)?;
                &inner
            }
            _ => contents,
        };
        if name.is_none_or(|name| options.customs.keep(name)) {
            slimmed.section(&RawSection { id, data });
        }
    }
    Ok(slimmed.finish())
}
