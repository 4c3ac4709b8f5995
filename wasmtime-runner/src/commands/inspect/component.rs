//! What a component has, as data.

use anyhow::Result;
use serde::Serialize;
use wasmparser::{ComponentExternalKind, ComponentTypeRef, Parser, Payload, Validator, WasmFeatures};

use crate::commands::inspect::module::{self, Module};
use crate::commands::inspect::{CustomSection, need};

/// A component.
#[derive(Debug, Default, Serialize)]
pub struct Component {
    pub imports: Vec<Item>,
    pub exports: Vec<Item>,
    /// Its core modules and those of components in it, as they follow each other.
    pub core_modules: Vec<CoreModule>,
    pub custom_sections: Vec<CustomSection>,
}

/// Something that is imported or exported.
#[derive(Debug, Serialize)]
pub struct Item {
    /// As in WIT.
    pub name: String,
    pub kind: &'static str,
}

#[derive(Debug, Serialize)]
pub struct CoreModule {
    pub bytes: usize,
    #[serde(flatten)]
    pub module: Module,
}

/// What a command of WASI 0.2 needs to be granted before an interface can do
/// something, by the beginning of the interface's name.
const NEEDS: [(&str, &str); 9] = [
    ("wasi:cli/environment", "its arguments and variables: what stands behind the module, --env, --inherit-env"),
    ("wasi:cli/stdin", "standard input: --stdin"),
    ("wasi:cli/stdout", "standard output and error, which every guest has"),
    ("wasi:cli/stderr", "standard output and error, which every guest has"),
    ("wasi:clocks/", "clocks, which every guest has"),
    ("wasi:filesystem/", "folders: --dir"),
    ("wasi:random/", "random bytes, which every guest has"),
    ("wasi:sockets/", "the network, which the runner grants to no guest"),
    ("wasi:http/", "the network, which the runner grants to no guest"),
];

impl Component {
    pub fn needs(&self) -> Vec<&'static str> {
        self.imports.iter().filter_map(|import| need(&NEEDS, &import.name)).collect()
    }
}

/// Reads `wasm`.
///
/// # Errors
///
/// None, since it was found to be valid.
pub fn read(wasm: &[u8]) -> Result<Component> {
    let mut component = Component::default();
    // How many modules and components we are within.
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ModuleSection { unchecked_range, .. } => {
                let wasm = &wasm[usize::try_from(unchecked_range.start)?..usize::try_from(unchecked_range.end)?];
                let types = Validator::new_with_features(WasmFeatures::all()).validate_all(wasm)?;
                let module = module::read(wasm, types.as_ref())?;
                component.core_modules.push(CoreModule { bytes: wasm.len(), module });
                depth += 1;
            }
            Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    let import = import?;
                    let kind = match import.ty {
                        ComponentTypeRef::Module(_) => "module",
                        ComponentTypeRef::Func(_) => "func",
                        ComponentTypeRef::Value(_) => "value",
                        ComponentTypeRef::Type(_) => "type",
                        ComponentTypeRef::Instance(_) => "instance",
                        ComponentTypeRef::Component(_) => "component",
                    };
                    component.imports.push(Item { name: import.name.name.into(), kind });
                }
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    let export = export?;
                    let kind = match export.kind {
                        ComponentExternalKind::Module => "module",
                        ComponentExternalKind::Func => "func",
                        ComponentExternalKind::Value => "value",
                        ComponentExternalKind::Type => "type",
                        ComponentExternalKind::Instance => "instance",
                        ComponentExternalKind::Component => "component",
                    };
                    component.exports.push(Item { name: export.name.name.into(), kind });
                }
            }
            Payload::CustomSection(section) if depth == 0 => {
                component
                    .custom_sections
                    .push(CustomSection { name: section.name().into(), bytes: section.data().len() });
            }
            _ => {}
        }
    }
    Ok(component)
}
