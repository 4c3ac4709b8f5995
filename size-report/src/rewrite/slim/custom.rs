//! The custom sections that may stay.

use anyhow::Result;
use wasm_encoder::reencode::utils;
use wasm_encoder::{CustomSection, Encode, IndirectNameMap, NameMap, NameSection, Section, SectionId};
use wasmparser::{CustomSectionReader, KnownCustom, Name};

use super::numbering::Numbering;
use crate::module::entity::Space;

/// A custom section, ready to be written.
#[derive(Debug)]
pub enum Custom<'a> {
    /// As it was.
    Same(CustomSection<'a>),
    /// The names, with new indices.
    Names(NameSection),
}

impl Encode for Custom<'_> {
    fn encode(&self, sink: &mut Vec<u8>) {
        match self {
            Self::Same(section) => section.encode(sink),
            Self::Names(section) => section.encode(sink),
        }
    }
}

impl Section for Custom<'_> {
    fn id(&self) -> u8 {
        SectionId::Custom.into()
    }
}

/// Whether a section of that name is about places in the code or in other
/// sections, so that it says something else after the module was taken apart:
/// DWARF, relocations, source maps, hints for branches.
pub fn is_about_places(name: &str) -> bool {
    let prefixes = [".debug_", "reloc.", "metadata.code.", "linking", "sourceMappingURL", "external_debug_info"];
    prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether the module cannot be used without the section: a loader of shared
/// libraries takes from it how much memory and which libraries the module needs.
pub fn is_needed(name: &str) -> bool {
    ["dylink.0", "dylink"].contains(&name)
}

/// The section with the indices that are now right; none if nothing is left.
///
/// Names of locals and labels go: locals are renumbered in each function.
pub fn renumbered<'a>(
    section: &CustomSectionReader<'a>,
    numbering: &Numbering,
    data_are_joined: bool,
) -> Result<Option<Custom<'a>>> {
    let KnownCustom::Name(names) = section.as_known() else {
        return Ok(Some(Custom::Same(utils::custom_section(
            &mut wasm_encoder::reencode::RoundtripReencoder,
            section.clone(),
        ))));
    };
    let mut kept = NameSection::new();
    for subsection in names {
        // What is malformed in a name section does not make a module invalid.
        let Ok(subsection) = subsection else { break };
        let filtered = |map, space| filter(map, numbering, space);
        match subsection {
            Name::Module { name, .. } => kept.module(name),
            Name::Function(map) => filtered(map, Space::Func).add(|map| kept.functions(map)),
            Name::Type(map) => filtered(map, Space::Type).add(|map| kept.types(map)),
            Name::Table(map) => filtered(map, Space::Table).add(|map| kept.tables(map)),
            Name::Memory(map) => filtered(map, Space::Memory).add(|map| kept.memories(map)),
            Name::Global(map) => filtered(map, Space::Global).add(|map| kept.globals(map)),
            Name::Element(map) => filtered(map, Space::Elem).add(|map| kept.elements(map)),
            Name::Tag(map) => filtered(map, Space::Tag).add(|map| kept.tags(map)),
            Name::Data(map) if !data_are_joined => filtered(map, Space::Data).add(|map| kept.data(map)),
            Name::Field(map) => {
                let mut entries = Vec::new();
                for entry in map {
                    let Ok(entry) = entry else { break };
                    if let Some(index) = numbering.get(Space::Type, entry.index) {
                        let mut fields = NameMap::new();
                        entry.names.map_while(Result::ok).for_each(|field| fields.append(field.index, field.name));
                        entries.push((index, fields));
                    }
                }
                entries.sort_by_key(|(index, _)| *index);
                entries.dedup_by_key(|(index, _)| *index);
                let mut map = IndirectNameMap::new();
                entries.iter().for_each(|(index, fields)| map.append(*index, fields));
                if !entries.is_empty() {
                    kept.fields(&map);
                }
            }
            _ => {}
        }
    }
    Ok((!kept.as_custom().data.is_empty()).then_some(Custom::Names(kept)))
}

/// The names of what stays, by new index.
struct Filtered<'a>(Vec<(u32, &'a str)>);

impl Filtered<'_> {
    fn add(self, add: impl FnOnce(&NameMap)) {
        if !self.0.is_empty() {
            let mut map = NameMap::new();
            self.0.iter().for_each(|(index, name)| map.append(*index, name));
            add(&map);
        }
    }
}

fn filter<'a>(map: wasmparser::NameMap<'a>, numbering: &Numbering, space: Space) -> Filtered<'a> {
    let names = map.into_iter().map_while(Result::ok);
    let mut kept: Vec<_> =
        names.filter_map(|naming| Some((numbering.get(space, naming.index)?, naming.name))).collect();
    // Of functions that became one, the first name stays.
    kept.sort_by_key(|(index, _)| *index);
    kept.dedup_by_key(|(index, _)| *index);
    Filtered(kept)
}

/// The names of functions, by index, as far as the module has them.
pub fn function_names<'a>(section: &CustomSectionReader<'a>) -> Vec<(u32, &'a str)> {
    let KnownCustom::Name(names) = section.as_known() else {
        return Vec::new();
    };
    let maps = names.into_iter().map_while(Result::ok).filter_map(|subsection| match subsection {
        Name::Function(map) => Some(map),
        _ => None,
    });
    maps.flat_map(|map| map.into_iter().map_while(Result::ok)).map(|naming| (naming.index, naming.name)).collect()
}
