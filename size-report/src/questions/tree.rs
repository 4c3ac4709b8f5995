//! A file as a tree: the section, and in the section of code the crate and the
//! path of each function. What is in the tree adds up to the file.

use std::collections::BTreeMap;

use super::crates::path_of;
use crate::module::analysis::Analysis;
use crate::module::names::demangled;
use crate::module::row::{Kind, Row};

/// As many levels of a path, and of components in components, have a group of
/// their own: a name is as long as whoever wrote it likes.
const LEVELS: usize = 6;

/// Things that belong together.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Groups in it, by name.
    pub groups: BTreeMap<String, Group>,
    /// Things in it: their names and their bytes.
    pub things: Vec<(String, u64)>,
}

impl Group {
    fn at<'a>(&mut self, path: impl IntoIterator<Item = &'a str>) -> &mut Self {
        path.into_iter().fold(self, |group, name| group.groups.entry(name.to_owned()).or_default())
    }

    fn absorb(&mut self, other: Self) {
        self.things.extend(other.things);
        for (name, group) in other.groups {
            self.groups.entry(name).or_default().absorb(group);
        }
    }

    /// Without levels that tell nothing: a group of one thing is that thing, and
    /// a group of one group has both names.
    fn simplified(self) -> Self {
        let mut simple = Self { things: self.things, ..Self::default() };
        for (name, group) in self.groups {
            let mut group = group.simplified();
            match (group.groups.len(), group.things.len()) {
                (0, 1) => simple.things.append(&mut group.things),
                (1, 0) => simple
                    .groups
                    .extend(group.groups.into_iter().map(|(inner, group)| (format!("{name}::{inner}"), group))),
                _ => drop(simple.groups.insert(name, group)),
            }
        }
        simple
    }
}

/// The tree of a file. The parts of a component are groups of their own.
pub fn tree(analysis: &Analysis<'_>) -> Group {
    let mut root = Group::default();
    for row in &analysis.rows {
        root.at(place(&row.label)).things.push((row.label.to_string(), row.bytes));
    }
    for part in &analysis.parts {
        let module = root.at(place(&part.prefix));
        let mut code = Group::default();
        for row in &part.layout.rows {
            let name = match row.kind {
                // A linker exports a function under its symbol.
                Kind::Export => format!("{}{}", part.prefix, demangled(&row.label)),
                _ => part.name_of(row),
            };
            let group = match (section(row), row.kind, row.entity) {
                (_, Kind::Func, Some(entity)) => {
                    let path = path_of(&part.names.get(entity)).unwrap_or_default();
                    code.at(path.iter().take(LEVELS).map(String::as_str))
                }
                (None, ..) => &mut *module,
                (Some(section), ..) => module.at([section]),
            };
            group.things.push((name, row.bytes));
        }
        // A module whose functions have no crates has them right in the section.
        if !code.groups.is_empty() {
            let others = std::mem::take(&mut code.things);
            code.groups = code.groups.into_iter().map(|(name, group)| (name, group.simplified())).collect();
            code.at([NO_CRATE]).things = others;
        }
        module.at(["code"]).absorb(code);
    }
    root
}

const NO_CRATE: &str = "(no crate)";

/// The section that a row is in, by its name in the specification; a function is
/// in two.
fn section(row: &Row) -> Option<&str> {
    Some(match row.kind {
        Kind::Preamble | Kind::Component => return None,
        Kind::SectionHeader if row.label.starts_with("custom") => "custom",
        Kind::SectionHeader => row.label.trim_end_matches(" section"),
        Kind::Field => &row.label,
        Kind::Type => "type",
        Kind::Import => "import",
        Kind::Table => "table",
        Kind::Memory => "memory",
        Kind::Tag => "tag",
        Kind::Global => "global",
        Kind::Export => "export",
        Kind::Elem => "element",
        Kind::Func => "code",
        Kind::Data => "data",
        Kind::Custom => "custom",
    })
}

/// Where in a component something is: `module[0]` of `module[0] f`.
fn place(name: &str) -> Vec<&str> {
    let mut path = Vec::new();
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(' ') {
        let index = word.strip_prefix("module[").or_else(|| word.strip_prefix("component["));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if path.len() == LEVELS || !index.and_then(|index| index.strip_suffix(']')).is_some_and(is_number) {
            break;
        }
        path.push(word);
        rest = after;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(group: &Group) -> u64 {
        let things: u64 = group.things.iter().map(|(_, bytes)| bytes).sum();
        things + group.groups.values().map(sum).sum::<u64>()
    }

    #[test]
    fn nothing_is_lost_however_deep_it_is_and_whatever_it_is_called() {
        let deep = "(component ".repeat(LEVELS + 3)
            + "(core module (func)) (core module (func) (func))"
            + &")".repeat(LEVELS + 3);
        let long = format!("(module (func $\"{}f\"))", "a::".repeat(10_000));
        let named = "(component (core module (func $\"a::b\")) (@custom \"module[0] code\" \"x\") (@custom \"module[0] \" \"\"))";
        for text in [&deep, &long, named] {
            let wasm = wat::parse_str(text).unwrap();
            assert_eq!(sum(&tree(&Analysis::of(&wasm).unwrap())), wasm.len() as u64, "{text}");
        }
    }

    #[test]
    fn the_tree_adds_up_and_has_no_level_of_one() {
        let wasm = wat::parse_str(
            "(component (core module (func $\"a::b::c::one\") (func $\"a::b::c::two\" nop) (func $\"a::d::three\") (func $x)
             (memory 1) (export \"m\" (memory 0))) (component (core module)))",
        )
        .unwrap();
        let analysis = Analysis::of(&wasm).unwrap();
        let root = tree(&analysis);
        assert_eq!(sum(&root), wasm.len() as u64);
        assert_eq!(root.groups.keys().collect::<Vec<_>>(), ["component[0]", "module[0]"]);
        let code = &root.groups["module[0]"].groups["code"];
        assert_eq!(code.groups.keys().collect::<Vec<_>>(), [NO_CRATE, "a"]);
        assert_eq!(code.groups["a"].groups.keys().collect::<Vec<_>>(), ["b::c"]);
        assert_eq!(code.groups["a"].things[0].0, "module[0] a::d::three");
    }
}
