//! The only place that knows wasm-encoder: a module with parts of it left out, or put together anew.

pub mod masked;
pub mod slim;

use anyhow::{Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{CodeSection, CustomSection, Module, RawSection};
use wasmparser::FunctionBody;

use crate::module::{self, Section};

/// What the axis `strip` drops from a linked module.
///
/// This is our definition, and it is that of wasm-ld, so a module has the size
/// that rustc's own `strip` would have given it:
///
/// - `none` drops nothing;
/// - `debuginfo` drops the DWARF sections, `.debug_*`;
/// - `symbols` drops those and what the linker says about the module: `name`,
///   `producers` and `target_features`. A custom section that the program wrote
///   itself is its payload, and stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strip {
    /// Keep everything.
    None,
    /// Drop DWARF.
    Debuginfo,
    /// Drop DWARF, names and the linker's notes.
    Symbols,
}

impl Strip {
    /// The level of that name on the axis `strip`.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn parse(name: &str) -> Result<Self> {
        Ok(match name {
            "none" => Self::None,
            "debuginfo" => Self::Debuginfo,
            "symbols" => Self::Symbols,
            _ => bail!("`{name}` is no level of strip"),
        })
    }

    fn drops(self, section: &Section<'_>) -> bool {
        let Some(name) = &section.name else {
            return false;
        };
        let debuginfo = name.starts_with(".debug_");
        let note = ["name", "producers", "target_features"].contains(&name.as_str());
        match self {
            Self::None => false,
            Self::Debuginfo => debuginfo,
            Self::Symbols => debuginfo || note,
        }
    }
}

/// `wasm` without the sections that `level` drops. Everything else keeps its
/// bytes, so `none` gives the module back as it was.
///
/// # Errors
///
/// If `wasm` is no core module.
pub fn strip(wasm: &[u8], level: Strip) -> Result<Vec<u8>> {
    let sections = module::sections(wasm)?;
    if !sections.iter().any(|section| level.drops(section)) {
        return Ok(wasm.to_vec());
    }
    let mut kept = Module::new();
    for section in sections.iter().filter(|section| !level.drops(section)) {
        let data = section.contents;
        match &section.name {
            Some(name) => kept.section(&CustomSection { name: name.into(), data: data.into() }),
            None => kept.section(&RawSection { id: section.id, data }),
        };
    }
    Ok(kept.finish())
}

/// How long the entry of a function in the code section is if every integer in
/// it is written as short as it can be, in bytes.
///
/// # Errors
///
/// If the body is malformed.
pub fn shortest(body: &FunctionBody<'_>) -> Result<u64> {
    let mut code = CodeSection::new();
    RoundtripReencoder.parse_function_body(&mut code, body.clone())?;
    Ok(code.byte_len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{MemorySection, MemoryType};

    fn example() -> Vec<u8> {
        let custom = |name: &'static str| CustomSection { name: name.into(), data: (&b"payload"[..]).into() };
        let mut memory = MemorySection::new();
        memory.memory(MemoryType { minimum: 17, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut module = Module::new();
        module.section(&custom("mine")).section(&memory).section(&custom(".debug_info"));
        module.section(&custom("name")).section(&custom("producers")).section(&custom("target_features"));
        module.finish()
    }

    fn names(level: Strip) -> Vec<String> {
        let stripped = strip(&example(), level).unwrap();
        module::sections(&stripped).unwrap().into_iter().map(|s| s.name.unwrap_or(s.id.to_string())).collect()
    }

    #[test]
    fn each_level_drops_what_it_says() {
        assert_eq!(names(Strip::Symbols), ["mine", "5"]);
        assert_eq!(names(Strip::Debuginfo), ["mine", "5", "name", "producers", "target_features"]);
        assert_eq!(strip(&example(), Strip::None).unwrap(), example());
    }

    #[test]
    fn what_stays_keeps_its_bytes() {
        let stripped = strip(&example(), Strip::Symbols).unwrap();
        assert_eq!(stripped, b"\0asm\x01\0\0\0\0\x0c\x04minepayload\x05\x03\x01\0\x11");
        assert_eq!(strip(&stripped, Strip::Symbols).unwrap(), stripped);
    }
}
