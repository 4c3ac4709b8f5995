//! A module taken apart: every item of every index space, still as it was read.

use anyhow::{Context, Result, bail};
use wasmparser::{
    CompositeInnerType, CustomSectionReader, Data, Element, Export, FunctionBody, Global, Import, MemoryType, Operator,
    Parser, Payload, RecGroup, Table, TagType, TypeRef,
};

use crate::module::entity::Space;
pub use crate::module::entity::index as count;

/// The space that an import adds to.
pub fn space_of(import: &Import<'_>) -> Space {
    match import.ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => Space::Func,
        TypeRef::Table(_) => Space::Table,
        TypeRef::Memory(_) => Space::Memory,
        TypeRef::Global(_) => Space::Global,
        TypeRef::Tag(_) => Space::Tag,
    }
}

/// The code of a function.
#[derive(Debug, Clone)]
pub enum Code<'a> {
    /// As it was read.
    Read(FunctionBody<'a>),
    /// `unreachable`, in place of what was read.
    Snipped,
}

/// A function that the module defines.
#[derive(Debug, Clone)]
pub struct Function<'a> {
    /// The index of its type.
    pub ty: u32,
    /// What it does.
    pub code: Code<'a>,
}

/// A custom section and its place.
#[derive(Debug, Clone)]
pub struct Custom<'a> {
    /// The section.
    pub section: CustomSectionReader<'a>,
    /// The id of the last other section before it; 0 if there is none.
    pub after: u8,
}

/// A module taken apart.
#[derive(Clone, Default)]
pub struct Parts<'a> {
    pub groups: Vec<RecGroup>,
    pub imports: Vec<Import<'a>>,
    pub functions: Vec<Function<'a>>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub tags: Vec<TagType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    pub elements: Vec<Element<'a>>,
    pub data: Vec<Data<'a>>,
    pub customs: Vec<Custom<'a>>,
}

impl<'a> Parts<'a> {
    /// Takes `wasm` apart. The module is a valid one.
    pub fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut parts = Self::default();
        let mut types: Vec<u32> = Vec::new();
        let mut after = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            match &payload {
                Payload::CustomSection(section) => {
                    parts.customs.push(Custom { section: section.clone(), after });
                    continue;
                }
                Payload::TypeSection(reader) => parts.groups = reader.clone().into_iter().collect::<Result<_, _>>()?,
                Payload::ImportSection(reader) => {
                    parts.imports = reader.clone().into_imports().collect::<Result<_, _>>()?;
                }
                Payload::FunctionSection(reader) => types = reader.clone().into_iter().collect::<Result<_, _>>()?,
                Payload::TableSection(reader) => parts.tables = reader.clone().into_iter().collect::<Result<_, _>>()?,
                Payload::MemorySection(reader) => {
                    parts.memories = reader.clone().into_iter().collect::<Result<_, _>>()?;
                }
                Payload::TagSection(reader) => parts.tags = reader.clone().into_iter().collect::<Result<_, _>>()?,
                Payload::GlobalSection(reader) => {
                    parts.globals = reader.clone().into_iter().collect::<Result<_, _>>()?;
                }
                Payload::ExportSection(reader) => {
                    parts.exports = reader.clone().into_iter().collect::<Result<_, _>>()?;
                }
                Payload::StartSection { func, .. } => parts.start = Some(*func),
                Payload::ElementSection(reader) => {
                    parts.elements = reader.clone().into_iter().collect::<Result<_, _>>()?;
                }
                Payload::DataSection(reader) => parts.data = reader.clone().into_iter().collect::<Result<_, _>>()?,
                Payload::CodeSectionEntry(body) => {
                    let ty = *types.get(parts.functions.len()).context("there is more code than functions")?;
                    parts.functions.push(Function { ty, code: Code::Read(body.clone()) });
                    continue;
                }
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::End(_) => {}
                other => bail!("a section is not known: {other:?}"),
            }
            if let Some((id, _)) = payload.as_section() {
                after = id;
            }
        }
        Ok(parts)
    }

    /// How many items of `space` are imported.
    pub fn imported(&self, space: Space) -> u32 {
        count(self.imports.iter().filter(|import| space_of(import) == space).count())
    }

    /// How many items `space` has.
    pub fn len(&self, space: Space) -> u32 {
        let defined = match space {
            Space::Type => self.groups.iter().map(|group| group.types().len()).sum(),
            Space::Func => self.functions.len(),
            Space::Table => self.tables.len(),
            Space::Memory => self.memories.len(),
            Space::Global => self.globals.len(),
            Space::Tag => self.tags.len(),
            Space::Elem => self.elements.len(),
            Space::Data => self.data.len(),
        };
        self.imported(space) + count(defined)
    }

    /// How many parameters a function of each type has; 0 for what is no
    /// function type.
    pub fn parameter_counts(&self) -> Vec<u32> {
        let types = self.groups.iter().flat_map(RecGroup::types);
        types
            .map(|ty| match &ty.composite_type.inner {
                CompositeInnerType::Func(ty) => count(ty.params().len()),
                _ => 0,
            })
            .collect()
    }
}

impl<'a> Function<'a> {
    /// Whether all it does is trap.
    pub fn only_traps(&self) -> Result<bool> {
        let Code::Read(body) = &self.code else {
            return Ok(true);
        };
        let mut code = body.get_operators_reader()?;
        Ok(matches!(code.read()?, Operator::Unreachable) && matches!(code.read()?, Operator::End))
    }
}
