//! Bytes that travel with a module and are never loaded into its memory.

use anyhow::Result;
use wasmparser::{Parser, Payload};

/// Every custom section of that name, in order.
///
/// # Errors
///
/// If `wasm` is no module in the binary format.
pub fn custom_sections<'w>(wasm: &'w [u8], name: &str) -> Result<Vec<&'w [u8]>> {
    let mut sections = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CustomSection(section) = payload?
            && section.name() == name
        {
            sections.push(section.data());
        }
    }
    Ok(sections)
}
