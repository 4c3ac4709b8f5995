//! What the corpus is: docs/corpus.md, made from the modules.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde_json::Value;
use snapbox::{Data, assert_data_eq};
use wasmparser::{KnownCustom, Parser, Payload, Validator, WasmFeatures};

use crate::modules::{Module, corpus, repository};
use crate::run::Run;

const HEAD: &str = "# The corpus

Modules that others made and published on npm, on which `make test-corpus` tries every command. `tasks/corpus.txt` pins
the packages by version and checksum; `tasks/corpus.sh` fetches them. This page is made by
`SNAPSHOTS=overwrite make test-corpus`.

- **made with**: what the section `producers` says of languages and tools, where it was kept.
- **takes**: the features beyond WebAssembly 1.0 without which the module is not valid.
- **slim**: what `size-report slim` makes of it. **garbage**: the bytes of what `size-report garbage` names.

| module | made with | takes | bytes | slim | garbage |
|---|---|---|---:|---:|---:|
";

#[test]
#[ignore = "make test-corpus"]
fn the_page_says_what_the_corpus_is() {
    let mut modules = corpus();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    let mut page = HEAD.to_owned();
    for module in &modules {
        let wasm = module.read();
        let [bytes, slim, garbage] = [module.bytes, slimmed(module), garbage(module)].map(grouped);
        let [made_with, takes] = [made_with(&wasm), takes(&wasm)].map(joined);
        writeln!(page, "| {} | {made_with} | {takes} | {bytes} | {slim} | {garbage} |", module.name).unwrap();
    }
    let all = grouped(modules.iter().map(|module| module.bytes).sum());
    writeln!(page, "\n{} modules, {all} B.", modules.len()).unwrap();
    assert_data_eq!(page, Data::read_from(&repository().join("docs/corpus.md"), None).raw());
}

fn slimmed(module: &Module) -> u64 {
    let run = Run::of(&["slim", module.arg(), "--output", "-"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout.len() as u64
}

fn garbage(module: &Module) -> u64 {
    let run = Run::of(&["garbage", module.arg(), "--format", "json"]);
    let answer: Value = serde_json::from_str(run.text().unwrap()).unwrap();
    answer["rows"].as_array().unwrap().iter().map(|row| row["bytes"].as_u64().unwrap()).sum()
}

fn made_with(wasm: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload.unwrap() else { continue };
        let KnownCustom::Producers(fields) = section.as_known() else { continue };
        for field in fields {
            for value in field.unwrap().values {
                found.insert(value.unwrap().name.to_owned());
            }
        }
    }
    found
}

fn takes(wasm: &[u8]) -> BTreeSet<String> {
    let beyond: Vec<_> = WasmFeatures::all().difference(WasmFeatures::WASM1).iter_names().collect();
    let needed = |features: WasmFeatures| Validator::new_with_features(features).validate_all(wasm).is_err();
    let taken = beyond.par_iter().filter(|(_, feature)| needed(WasmFeatures::all().difference(*feature)));
    taken.map(|(name, _)| name.to_lowercase()).collect()
}

fn joined(words: BTreeSet<String>) -> String {
    Vec::from_iter(words).join(", ").replace('|', "\\|").replace('_', " ")
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
