//! What a file is made of, for people.

use std::fmt::Write as _;

use crate::commands::inspect::component::{Component, Item};
use crate::commands::inspect::module::{MemoryType, Module, Type};
use crate::commands::inspect::{CustomSection, Inspected, Program};

/// Titles, with what stands below them.
type Lists = Vec<(&'static str, Vec<String>)>;

/// The whole of it, as lines.
pub fn render(inspected: &Inspected) -> String {
    let Inspected { file, bytes, program, needs, .. } = inspected;
    let (kind, mut lists) = match program {
        Program::Module(module) => ("core module", of_module(module)),
        Program::Component(component) => ("component", of_component(component)),
    };
    lists.push(("to do something, it would need", needs.iter().map(|&need| need.to_owned()).collect()));
    let mut out = format!("{file}: {bytes} B, a {kind}\n");
    for (title, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = writeln!(out, "\n{title}");
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

fn of_module(module: &Module) -> Lists {
    let imports = module.imports.iter().map(|import| {
        let ty = match &import.ty {
            Type::Table { element, .. } => format!("table of {element}"),
            Type::Memory(ty) => format!("memory of {}", limits(ty)),
            Type::Global { content, mutable } => format!("global {}{content}", if *mutable { "mut " } else { "" }),
            ty => word(ty),
        };
        format!("{}.{}  {ty}", plain(&import.module), plain(&import.name))
    });
    let exports = module.exports.iter().map(|export| format!("{}  {}", plain(&export.name), word(&export.ty)));
    let memories = module
        .memories
        .iter()
        .map(|memory| format!("{}, {}", limits(&memory.limits), if memory.imported { "imported" } else { "its own" }));
    vec![
        ("imports", imports.collect()),
        ("exports", exports.collect()),
        ("memories", memories.collect()),
        ("custom sections", customs(&module.custom_sections)),
    ]
}

fn of_component(component: &Component) -> Lists {
    let items = |items: &[Item]| items.iter().map(|item| format!("{}  {}", plain(&item.name), item.kind)).collect();
    let modules = component.core_modules.iter().map(|core| {
        let Module { imports, exports, .. } = &core.module;
        format!("{} B, {} imports, {} exports", core.bytes, imports.len(), exports.len())
    });
    vec![
        ("imports", items(&component.imports)),
        ("exports", items(&component.exports)),
        ("core modules", modules.collect()),
        ("custom sections", customs(&component.custom_sections)),
    ]
}

fn customs(sections: &[CustomSection]) -> Vec<String> {
    sections.iter().map(|section| format!("{}  {} B", plain(&section.name), section.bytes)).collect()
}

/// A function with its type, and of all else what it is.
fn word(ty: &Type) -> String {
    match ty {
        Type::Func { params, results } => {
            let list = |word: &str, types: &[String]| match types {
                [] => String::new(),
                types => format!(" ({word} {})", types.join(" ")),
            };
            format!("func{}{}", list("param", params), list("result", results))
        }
        Type::Table { .. } => "table".to_owned(),
        Type::Memory(_) => "memory".to_owned(),
        Type::Global { .. } => "global".to_owned(),
        Type::Tag { .. } => "tag".to_owned(),
    }
}

fn limits(ty: &MemoryType) -> String {
    let most = ty.maximum.map_or_else(|| "no maximum".to_owned(), |most| format!("at most {most}"));
    let shared = if ty.shared { ", shared" } else { "" };
    let index = if ty.address == "i64" { ", 64-bit" } else { "" };
    format!("{} pages of {} B, {most}{shared}{index}", ty.minimum, ty.page_bytes)
}

/// A name without what would move the cursor or begin another line.
fn plain(name: &str) -> String {
    name.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
