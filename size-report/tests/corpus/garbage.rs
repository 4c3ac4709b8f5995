//! What `garbage` names, against what binaryen removes.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use wasm_encoder::{NameMap, NameSection, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::modules::{Module, corpus, hand_made, repository};
use crate::run::Run;

/// Modules that binaryen cannot read, and a part of what it says.
const UNREADABLE: [(&str, &str); 1] = [("shared-everything", "Global mutability must be 0 or 1")];

/// The index spaces whose things can have names, each by the letter that names in
/// it begin with here.
const SPACES: [char; 7] = ['f', 't', 'm', 'g', 'e', 'd', 'x'];

#[test]
#[ignore = "make test-corpus"]
fn garbage_is_removed_by_binaryen_too() {
    let (_folder, modules) = hand_made();
    let mut wrong = Vec::new();
    for module in modules.iter().chain(&corpus()) {
        if module.read()[4..8] != [1, 0, 0, 0] {
            continue;
        }
        let unreadable = UNREADABLE.iter().find(|(name, _)| *name == module.name);
        match (compare(module), unreadable) {
            (Ok(count), None) => println!("{count:>6} things are garbage in {}", module.name),
            (Err(said), Some((_, expected))) if said.contains(expected) => {}
            (Ok(_), Some(_)) => wrong.push(format!("binaryen can read {} by now: take it off the list", module.name)),
            (Err(said), _) => wrong.push(format!("{}: {said}", module.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many things `garbage` names in `module`, all of which binaryen removed; or
/// what it keeps of them, or says if it cannot read the module.
///
/// Each thing gets a name of its own first, so that it can be told whatever
/// becomes of its index.
fn compare(module: &Module) -> Result<usize, String> {
    let folder = tempfile::tempdir().unwrap();
    let [named, less] = ["named.wasm", "less.wasm"].map(|name| folder.path().join(name));
    fs::write(&named, with_names(&module.read())).unwrap();

    let run = Run::of(&["garbage", named.to_str().unwrap(), "--format", "json"]);
    let answer: Value = serde_json::from_str(run.text().unwrap()).unwrap();
    let rows = answer["rows"].as_array().unwrap();
    // Types have no part in it: binaryen writes the ones that it needs anew.
    let garbage: BTreeSet<String> = rows
        .iter()
        .filter(|row| row["kind"] != "type" && row["kind"] != "import")
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();

    let mut command = Command::new(repository().join("node_modules/.bin/wasm-opt"));
    command.args(["--all-features", "--remove-unused-module-elements", "-g"]).arg(&named).arg("-o").arg(&less);
    let run = Run::of_command(&mut command);
    run.text().map_err(|error| error.trim().to_owned())?;
    let kept = names(&fs::read(&less).unwrap());
    let wrong: Vec<_> = garbage.intersection(&kept).cloned().collect();
    if wrong.is_empty() { Ok(garbage.len()) } else { Err(format!("binaryen keeps {}", wrong.join(" "))) }
}

/// `wasm` without its custom sections, and with a name for each thing that is
/// defined or imported.
fn with_names(wasm: &[u8]) -> Vec<u8> {
    let mut counts = [0; SPACES.len()];
    let mut out = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.unwrap();
        match &payload {
            Payload::ImportSection(section) => {
                for import in section.clone().into_imports() {
                    let space = match import.unwrap().ty {
                        TypeRef::Func(_) | TypeRef::FuncExact(_) => 0,
                        TypeRef::Table(_) => 1,
                        TypeRef::Memory(_) => 2,
                        TypeRef::Global(_) => 3,
                        TypeRef::Tag(_) => 6,
                    };
                    counts[space] += 1;
                }
            }
            Payload::FunctionSection(section) => counts[0] += section.count(),
            Payload::TableSection(section) => counts[1] += section.count(),
            Payload::MemorySection(section) => counts[2] += section.count(),
            Payload::GlobalSection(section) => counts[3] += section.count(),
            Payload::ElementSection(section) => counts[4] += section.count(),
            Payload::DataSection(section) => counts[5] += section.count(),
            Payload::TagSection(section) => counts[6] += section.count(),
            _ => {}
        }
        if let (Some((id, range)), false) = (payload.as_section(), matches!(payload, Payload::CustomSection(_))) {
            let range = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
            out.section(&RawSection { id, data: &wasm[range] });
        }
    }
    let map = |space: usize| {
        let mut map = NameMap::new();
        (0..counts[space]).for_each(|index| map.append(index, &format!("{}{index}", SPACES[space])));
        map
    };
    let mut names = NameSection::new();
    names.functions(&map(0));
    names.tables(&map(1));
    names.memories(&map(2));
    names.globals(&map(3));
    names.elements(&map(4));
    names.data(&map(5));
    names.tags(&map(6));
    out.section(&names);
    out.finish()
}

/// All names in the name section of `wasm`.
fn names(wasm: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload.unwrap() else { continue };
        let KnownCustom::Name(parts) = section.as_known() else { continue };
        for part in parts {
            let (Name::Function(map)
            | Name::Table(map)
            | Name::Memory(map)
            | Name::Global(map)
            | Name::Element(map)
            | Name::Data(map)
            | Name::Tag(map)) = part.unwrap()
            else {
                continue;
            };
            found.extend(map.into_iter().map(|naming| naming.unwrap().name.to_owned()));
        }
    }
    found
}
