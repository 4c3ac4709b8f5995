//! What a core module has, as data.

use anyhow::Result;
use serde::Serialize;
use wasmparser::types::{CoreTypeId, TypesRef};
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

use crate::commands::inspect::{CustomSection, need};

/// A core module.
#[derive(Debug, Default, Serialize)]
pub struct Module {
    pub imports: Vec<Import>,
    pub exports: Vec<Export>,
    pub memories: Vec<Memory>,
    pub custom_sections: Vec<CustomSection>,
}

#[derive(Debug, Serialize)]
pub struct Import {
    pub module: String,
    pub name: String,
    #[serde(rename = "type")]
    pub ty: Type,
}

#[derive(Debug, Serialize)]
pub struct Export {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: Type,
}

/// A memory, in the order of the module's index space.
#[derive(Debug, Serialize)]
pub struct Memory {
    pub imported: bool,
    #[serde(flatten)]
    pub limits: MemoryType,
}

/// The type of something that is imported or exported. Types of values are as in
/// the text format.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Type {
    Func { params: Vec<String>, results: Vec<String> },
    Table { element: String, minimum: u64, maximum: Option<u64> },
    Memory(MemoryType),
    Global { content: String, mutable: bool },
    Tag { params: Vec<String> },
}

/// The type of a memory. Sizes are in pages.
#[derive(Debug, Clone, Serialize)]
pub struct MemoryType {
    pub minimum: u64,
    pub maximum: Option<u64>,
    pub page_bytes: u64,
    pub shared: bool,
    /// The type of its addresses.
    pub address: &'static str,
}

/// What a command of preview 1 needs to be granted before a call can do something,
/// by the beginning of the call's name.
const NEEDS: [(&str, &str); 10] = [
    ("args_", "its arguments: what stands behind the module"),
    ("environ_", "variables: --env, --inherit-env"),
    ("fd_readdir", "folders: --dir"),
    ("fd_prestat_", "folders: --dir"),
    ("path_", "folders: --dir"),
    ("fd_read", "standard input (--stdin), or files in folders: --dir"),
    ("fd_", "standard output and error, or files in folders: --dir"),
    ("clock_", "clocks, which every guest has"),
    ("random_", "random bytes, which every guest has"),
    ("sock_", "the network, which the runner grants to no guest"),
];

impl Module {
    pub fn needs(&self) -> Vec<&'static str> {
        let calls = self.imports.iter().filter(|import| import.module == "wasi_snapshot_preview1");
        calls.filter_map(|import| need(&NEEDS, &import.name)).collect()
    }
}

/// Reads `wasm`, of which `types` are the types.
///
/// # Errors
///
/// None, since it was found to be valid.
pub fn read(wasm: &[u8], types: TypesRef<'_>) -> Result<Module> {
    let mut module = Module::default();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let ty = Type::of(types, import.ty);
                    if let Type::Memory(limits) = &ty {
                        module.memories.push(Memory { imported: true, limits: limits.clone() });
                    }
                    module.imports.push(Import { module: import.module.into(), name: import.name.into(), ty });
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    module.memories.push(Memory { imported: false, limits: MemoryType::of(memory?) });
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    let index = export.index;
                    let ty = match export.kind {
                        ExternalKind::Func | ExternalKind::FuncExact => {
                            Type::function(types, types.core_function_at(index))
                        }
                        ExternalKind::Table => Type::of(types, TypeRef::Table(types.table_at(index))),
                        ExternalKind::Memory => Type::of(types, TypeRef::Memory(types.memory_at(index))),
                        ExternalKind::Global => Type::of(types, TypeRef::Global(types.global_at(index))),
                        ExternalKind::Tag => Type::tag(types, types.tag_at(index)),
                    };
                    module.exports.push(Export { name: export.name.into(), ty });
                }
            }
            Payload::CustomSection(section) => {
                module.custom_sections.push(CustomSection { name: section.name().into(), bytes: section.data().len() });
            }
            _ => {}
        }
    }
    Ok(module)
}

impl Type {
    fn of(types: TypesRef<'_>, ty: TypeRef) -> Self {
        match ty {
            TypeRef::Func(index) | TypeRef::FuncExact(index) => {
                Self::function(types, types.core_type_at_in_module(index))
            }
            TypeRef::Table(ty) => {
                Self::Table { element: ty.element_type.to_string(), minimum: ty.initial, maximum: ty.maximum }
            }
            TypeRef::Memory(ty) => Self::Memory(MemoryType::of(ty)),
            TypeRef::Global(ty) => Self::Global { content: ty.content_type.to_string(), mutable: ty.mutable },
            TypeRef::Tag(ty) => Self::tag(types, types.core_type_at_in_module(ty.func_type_idx)),
        }
    }

    fn function(types: TypesRef<'_>, id: CoreTypeId) -> Self {
        let ty = types[id].unwrap_func();
        Self::Func { params: names(ty.params()), results: names(ty.results()) }
    }

    fn tag(types: TypesRef<'_>, id: CoreTypeId) -> Self {
        Self::Tag { params: names(types[id].unwrap_func().params()) }
    }
}

fn names(types: &[wasmparser::ValType]) -> Vec<String> {
    types.iter().map(ToString::to_string).collect()
}

impl MemoryType {
    fn of(ty: wasmparser::MemoryType) -> Self {
        Self {
            minimum: ty.initial,
            maximum: ty.maximum,
            page_bytes: 1 << ty.page_size_log2.unwrap_or(16),
            shared: ty.shared,
            address: if ty.memory64 { "i64" } else { "i32" },
        }
    }
}
