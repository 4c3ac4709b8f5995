//! `wasmtime-runner inspect`.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasmparser::types::CoreTypeId;
use wasmparser::{ExternalKind, Parser, Payload, TypeRef, Validator, WasmFeatures};

use crate::exit;
use crate::load::to_binary;

/// The options of `wasmtime-runner inspect`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The module: binary or text
    module: PathBuf,
}

/// Says what a module is made of.
///
/// # Errors
///
/// If it cannot be read, or is not valid.
pub fn run(options: &Options) -> Result<u8> {
    let name = options.module.display();
    let bytes = std::fs::read(&options.module).with_context(|| format!("{name} cannot be read"))?;
    let report = inspected(&bytes).with_context(|| name.to_string())?;
    print!("{name}: {report}");
    Ok(exit::OK)
}

/// What a command needs to be granted before a call can do something, by the
/// beginning of the call's name.
const CAPABILITIES: [(&str, &str); 10] = [
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

#[derive(Default)]
struct Inspected {
    imports: Vec<String>,
    exports: Vec<String>,
    memories: Vec<String>,
    customs: Vec<String>,
    needs: Vec<String>,
}

fn inspected(bytes: &[u8]) -> Result<String> {
    let wasm = to_binary(bytes)?;
    if wasm.get(6) == Some(&1) {
        bail!("this is a component, and the runner runs core modules of preview 1");
    }
    let types = Validator::new_with_features(WasmFeatures::all()).validate_all(&wasm).context("it is not valid")?;
    let types = types.as_ref();
    let function = |id: CoreTypeId| {
        let ty = types[id].unwrap_func();
        let list = |word: &str, types: &[wasmparser::ValType]| {
            let types: String = types.iter().map(|ty| format!(" {ty}")).collect();
            if types.is_empty() { types } else { format!(" ({word}{types})") }
        };
        format!("func{}{}", list("param", ty.params()), list("result", ty.results()))
    };
    let mut found = Inspected::default();
    for payload in Parser::new(0).parse_all(&wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let ty = match import.ty {
                        TypeRef::Func(ty) | TypeRef::FuncExact(ty) => function(types.core_type_at_in_module(ty)),
                        TypeRef::Table(ty) => format!("table of {}", ty.element_type),
                        TypeRef::Memory(ty) => {
                            found.memories.push(format!("{}, imported", limits(&ty)));
                            format!("memory of {}", limits(&ty))
                        }
                        TypeRef::Global(ty) => {
                            format!("global {}{}", if ty.mutable { "mut " } else { "" }, ty.content_type)
                        }
                        TypeRef::Tag(_) => "tag".to_owned(),
                    };
                    found.imports.push(format!("{}.{}  {ty}", plain(import.module), plain(import.name)));
                    if import.module == "wasi_snapshot_preview1" {
                        let needs = CAPABILITIES.iter().find(|(prefix, _)| import.name.starts_with(prefix));
                        found.needs.extend(needs.map(|(_, needs)| (*needs).to_owned()));
                    }
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    found.memories.push(format!("{}, its own", limits(&memory?)));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    let ty = match export.kind {
                        ExternalKind::Func | ExternalKind::FuncExact => function(types.core_function_at(export.index)),
                        ExternalKind::Table => "table".to_owned(),
                        ExternalKind::Memory => "memory".to_owned(),
                        ExternalKind::Global => "global".to_owned(),
                        ExternalKind::Tag => "tag".to_owned(),
                    };
                    found.exports.push(format!("{}  {ty}", plain(export.name)));
                }
            }
            Payload::CustomSection(section) => {
                found.customs.push(format!("{}  {} B", plain(section.name()), section.data().len()));
            }
            _ => {}
        }
    }
    found.needs.sort();
    found.needs.dedup();
    let mut out = format!("{} B, a core module\n", wasm.len());
    for (title, lines) in [
        ("imports", found.imports),
        ("exports", found.exports),
        ("memories", found.memories),
        ("custom sections", found.customs),
        ("to do something, it would need", found.needs),
    ] {
        if !lines.is_empty() {
            let _ = writeln!(out, "\n{title}");
            for line in lines {
                let _ = writeln!(out, "  {line}");
            }
        }
    }
    Ok(out)
}

fn limits(ty: &wasmparser::MemoryType) -> String {
    let page = 1_u64 << ty.page_size_log2.unwrap_or(16);
    let most = ty.maximum.map_or_else(|| "no maximum".to_owned(), |most| format!("at most {most}"));
    let shared = if ty.shared { ", shared" } else { "" };
    let index = if ty.memory64 { ", 64-bit" } else { "" };
    format!("{} pages of {page} B, {most}{shared}{index}", ty.initial)
}

/// A name without what would move the cursor or begin another line.
fn plain(name: &str) -> String {
    name.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
