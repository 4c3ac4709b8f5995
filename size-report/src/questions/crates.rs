//! Bytes by crate, from the names of functions. The rows add up to the file.

use std::collections::BTreeMap;

use crate::listing::{Line, Listing};
use crate::module::analysis::Analysis;
use crate::module::layout::Kind;

/// One row for each crate, and one for each kind of thing that has none.
pub fn answer(analysis: &Analysis<'_>) -> Listing {
    let mut bytes: BTreeMap<(&str, String), (u64, u64)> = BTreeMap::new();
    let mut add = |kind: &'static str, name: String, size: u64| {
        let sum = bytes.entry((kind, name)).or_default();
        sum.0 += size;
        sum.1 += 1;
    };
    for row in &analysis.rows {
        add(row.kind.word(), "(no crate)".to_owned(), row.bytes);
    }
    for part in &analysis.parts {
        for row in &part.layout.rows {
            match (row.kind, crate_of(&part.name_of(row))) {
                (Kind::Func, Some(name)) => add("crate", name, row.bytes),
                (Kind::Func, None) => add("function", "(no crate in its name)".to_owned(), row.bytes),
                (kind, _) => add(kind.word(), "(no crate)".to_owned(), row.bytes),
            }
        }
    }
    let rows = bytes.into_iter().map(|((kind, name), (size, count))| Line::new(kind, name, size).with("count", count));
    Listing { question: "crates", title: "bytes by crate", rows: rows.collect() }.largest_first()
}

/// The crate of a demangled name: the first part of its first path. A method of
/// an implementation belongs to the crate of the type it is for, or of the trait
/// where that type is of no crate.
pub fn crate_of(name: &str) -> Option<String> {
    let path = name.trim_start_matches(['<', '&', '*', '(', '[']);
    let path = ["dyn ", "mut ", "const "].iter().fold(path, |path, word| path.strip_prefix(word).unwrap_or(path));
    let (first, _) = path.split_once("::")?;
    let first = first.split('[').next().unwrap_or(first);
    let is_name = !first.is_empty() && first.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_name {
        return Some(first.to_owned());
    }
    let (_, of_trait) = name.split_once(" as ").filter(|_| name.starts_with('<'))?;
    crate_of(of_trait)
}

#[cfg(test)]
mod tests {
    use super::crate_of;

    #[test]
    fn the_crate_is_the_first_part_of_the_first_path() {
        for (name, expected) in [
            ("core::fmt::write", Some("core")),
            ("<alloc::vec::Vec<u8> as core::fmt::Debug>::fmt", Some("alloc")),
            ("<&mut serde::de::X as Y>::z", Some("serde")),
            ("<u32 as core::fmt::Display>::fmt", Some("core")),
            ("<[u8] as small::T>::f", Some("small")),
            ("main", None),
            ("func[3]", None),
        ] {
            assert_eq!(crate_of(name).as_deref(), expected, "{name}");
        }
    }
}
