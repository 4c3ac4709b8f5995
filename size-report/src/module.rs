//! The only file that knows wasmparser: what a module is made of.

pub mod analysis;
pub mod dominators;
pub mod dwarf;
pub mod entity;
mod entries;
pub mod graph;
pub mod layout;
pub mod names;
pub mod operators;
pub mod row;
mod types;
pub mod validity;

use anyhow::{Context, Result, anyhow, ensure};
use wasmparser::{BinaryReader, Encoding, KnownCustom, Parser, Payload, WasmFeatures};

/// One section of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'a> {
    /// The section's id, as the binary format numbers them; 0 is a custom one.
    pub id: u8,
    /// The name, if it is a custom section.
    pub name: Option<String>,
    /// Its contents, without the id and the length. A custom section's contents
    /// begin after its name.
    pub contents: &'a [u8],
}

/// The sections of `wasm`, with nothing in between.
///
/// # Errors
///
/// If it is no core module, or is cut off; the error has the offset.
pub fn sections(wasm: &[u8]) -> Result<Vec<Section<'_>>> {
    let mut sections = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.context("this is no valid module")?;
        match &payload {
            Payload::Version { encoding, .. } => {
                ensure!(*encoding == Encoding::Module, "this is a component, and a core module is needed");
            }
            Payload::CustomSection(reader) => {
                sections.push(Section { id: 0, name: Some(reader.name().to_owned()), contents: reader.data() })
            }
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    let contents = wasm.get(range).context("a section is cut off")?;
                    sections.push(Section { id, name: None, contents });
                }
            }
        }
    }
    Ok(sections)
}

/// The features that the linker noted in the section `target_features`, without
/// those marked as disallowed. A module without the section has none.
///
/// The format is that of the tool conventions of WebAssembly,
/// "Target Features Section".
///
/// # Errors
///
/// If the section is malformed.
pub fn target_features(wasm: &[u8]) -> Result<Vec<String>> {
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload.context("this is no valid module")? else {
            continue;
        };
        if section.name() != "target_features" {
            continue;
        }
        debug_assert!(matches!(section.as_known(), KnownCustom::Unknown));
        let mut reader = BinaryReader::new(section.data(), section.data_offset());
        let mut features = Vec::new();
        for _ in 0..reader.read_var_u32()? {
            let prefix = reader.read_u8()?;
            let feature = reader.read_string()?;
            if prefix != b'-' {
                features.push(feature.to_owned());
            }
        }
        return Ok(features);
    }
    Ok(Vec::new())
}

/// `error`, which is about `wasm`, with a place in the file if it has none: where
/// validation finds fault with it.
pub fn placed(error: anyhow::Error, wasm: &[u8]) -> anyhow::Error {
    let text = format!("{error:#}");
    if text.contains("offset 0x") {
        return error;
    }
    match validity::check(wasm, WasmFeatures::all()) {
        Ok(()) => error,
        Err(fault) => anyhow!("{text} (at offset {:#x})", fault.offset()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_module_is_refused_with_the_offset() {
        let refused = |wasm: &[u8]| format!("{:#}", sections(wasm).unwrap_err());
        assert!(refused(b"").contains("at offset 0x0"), "{}", refused(b""));
        assert!(
            refused(b"\0asm\x01\0\0\0\x01\x05\0").contains("at offset 0x"),
            "{}",
            refused(b"\0asm\x01\0\0\0\x01\x05\0")
        );
        assert!(refused(b"\0asm\x0d\0\x01\0").contains("component"), "{}", refused(b"\0asm\x0d\0\x01\0"));
    }

    #[test]
    fn target_features_are_those_not_disallowed() {
        let mut module = wasm_encoder::Module::new();
        let data = [&[2, b'+', 8][..], b"sign-ext", &[b'-', 7], b"atomics"].concat();
        module.section(&wasm_encoder::CustomSection { name: "target_features".into(), data: (&data).into() });
        assert_eq!(target_features(module.as_slice()).unwrap(), ["sign-ext"]);
        assert!(target_features(&wasm_encoder::Module::new().finish()).unwrap().is_empty());
    }
}
