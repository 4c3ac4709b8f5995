//! How many items of each kind a module has, and the bytes of their sections.

use anyhow::Result;
use wasmparser::{Parser, Payload};

use crate::bytes::Bytes;

/// The kinds, in the order of a module's sections.
const KINDS: [&str; 11] = [
    "types",
    "imports",
    "functions",
    "tables",
    "memories",
    "tags",
    "globals",
    "exports",
    "element segments",
    "data segments",
    "custom sections",
];

/// What there is of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stock {
    /// How many.
    pub items: u64,
    /// The bytes of their sections, with the sections' headers.
    pub bytes: Bytes,
}

/// What there is of each kind.
#[derive(Debug, Default)]
pub struct Inventory([Stock; KINDS.len()]);

impl Inventory {
    /// Counts. The start function and the number of data segments, which are
    /// sections of their own, go with functions and data segments. Of a component,
    /// it is what is in its modules, and all custom sections.
    ///
    /// # Errors
    ///
    /// If `wasm` is malformed.
    pub fn of(wasm: &[u8]) -> Result<Self> {
        let mut inventory = Self::default();
        let mut end = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            let (kind, items) = match &payload {
                Payload::TypeSection(reader) => {
                    let groups = reader.clone().into_iter().collect::<Result<Vec<_>, _>>()?;
                    (0, groups.iter().map(|group| group.types().len()).sum())
                }
                Payload::ImportSection(reader) => (1, reader.clone().into_imports().count()),
                Payload::FunctionSection(reader) => (2, reader.count() as usize),
                Payload::CodeSectionStart { .. } | Payload::StartSection { .. } => (2, 0),
                Payload::TableSection(reader) => (3, reader.count() as usize),
                Payload::MemorySection(reader) => (4, reader.count() as usize),
                Payload::TagSection(reader) => (5, reader.count() as usize),
                Payload::GlobalSection(reader) => (6, reader.count() as usize),
                Payload::ExportSection(reader) => (7, reader.count() as usize),
                Payload::ElementSection(reader) => (8, reader.count() as usize),
                Payload::DataSection(reader) => (9, reader.count() as usize),
                Payload::DataCountSection { .. } => (9, 0),
                Payload::CustomSection(_) => (10, 1),
                // A module in a component begins anew, within its section.
                Payload::Version { range, .. } => {
                    end = range.end;
                    continue;
                }
                other => {
                    end = other.as_section().map_or(end, |(_, range)| range.end);
                    continue;
                }
            };
            let Some((_, range)) = payload.as_section() else { continue };
            inventory.0[kind].items += items as u64;
            inventory.0[kind].bytes.0 += range.end - end;
            end = range.end;
        }
        Ok(inventory)
    }

    /// Every kind and what there is of it.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, Stock)> {
        KINDS.into_iter().zip(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_all_kinds_are_those_of_the_module() {
        let wasm = wat::parse_str(
            r#"(module (import "a" "b" (func)) (memory 1) (data (i32.const 0) "abc") (data "x")
               (func (export "f") (data.drop 1)) (func $s) (start $s))"#,
        );
        let wasm = wasm.unwrap();
        let kinds: Vec<_> = Inventory::of(&wasm).unwrap().kinds().collect();
        assert_eq!(kinds.iter().map(|(_, stock)| stock.bytes.0).sum::<u64>() + 8, wasm.len() as u64);
        let component =
            wat::parse_str(r#"(component (core module (memory 1) (func)) (component) (core module (func)))"#);
        let of_component = Inventory::of(&component.unwrap()).unwrap();
        let functions = Stock { items: 2, bytes: Bytes(2 * (2 + 2 + 2 + 4)) };
        assert_eq!(of_component.kinds().find(|(kind, _)| *kind == "functions"), Some(("functions", functions)));
        let items = |name| kinds.iter().find(|(kind, _)| *kind == name).unwrap().1.items;
        assert_eq!([items("imports"), items("functions"), items("data segments")], [1, 2, 2]);
    }
}
