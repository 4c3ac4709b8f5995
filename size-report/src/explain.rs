//! What grew from one module to the next, by function and by crate.
//!
//! Functions are told apart by their demangled names without hashes, so that a
//! new crate hash is no change. All instances of a generic function have one
//! row.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::bytes::{Bytes, Delta};
use crate::module::analysis::Analysis;
use crate::module::row::Kind;
use crate::questions::crates::crate_of;

/// Something that has another size now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grown {
    /// A function, a data segment or a crate.
    pub name: String,
    /// How large it was; 0 if it was not there.
    pub old_bytes: Bytes,
    /// How large it is; 0 if it is not there any more.
    pub new_bytes: Bytes,
}

impl Grown {
    /// By how much it grew.
    pub fn delta(&self) -> Delta {
        self.new_bytes.delta_from(self.old_bytes)
    }
}

/// The functions and data segments whose size differs between two modules, the
/// one that grew most first.
///
/// # Errors
///
/// If one of them is no valid module.
pub fn grown_functions(old: &[u8], new: &[u8]) -> Result<Vec<Grown>> {
    Ok(grown(&sizes(old)?, &sizes(new)?))
}

/// The same by crate; what is of no crate stands for itself.
pub fn by_crate(functions: &[Grown]) -> Vec<Grown> {
    let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
    for function in functions {
        let name = crate_of(&function.name).unwrap_or_else(|| function.name.clone());
        *old.entry(name.clone()).or_default() += function.old_bytes.0;
        *new.entry(name).or_default() += function.new_bytes.0;
    }
    grown(&old, &new)
}

fn grown(old: &BTreeMap<String, u64>, new: &BTreeMap<String, u64>) -> Vec<Grown> {
    let size = |sizes: &BTreeMap<String, u64>, name: &str| Bytes(sizes.get(name).copied().unwrap_or_default());
    let gone = old.keys().filter(|name| !new.contains_key(*name));
    let mut rows: Vec<_> = new
        .keys()
        .chain(gone)
        .map(|name| Grown { name: name.clone(), old_bytes: size(old, name), new_bytes: size(new, name) })
        .filter(|row| row.old_bytes != row.new_bytes)
        .collect();
    rows.sort_by(|a, b| b.delta().cmp(&a.delta()).then_with(|| a.name.cmp(&b.name)));
    rows
}

fn sizes(wasm: &[u8]) -> Result<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::new();
    let analysis = Analysis::of(wasm)?;
    for part in &analysis.parts {
        for row in &part.layout.rows {
            let name = match row.kind {
                Kind::Func => without_copy(part.name_of(row)),
                Kind::Data => format!("data segment {}", part.name_of(row)),
                _ => continue,
            };
            *sizes.entry(name).or_default() += row.bytes;
        }
    }
    Ok(sizes)
}

/// A name without the number that LLVM appends to tell copies apart. Functions
/// without a name share a row, since an index says nothing about another module.
fn without_copy(name: String) -> String {
    if name.starts_with("func[") {
        return "functions without a name".to_owned();
    }
    match name.rsplit_once('.') {
        Some((before, copy)) if !before.is_empty() && copy.chars().all(|c| c.is_ascii_digit()) => before.to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_no_part_of_a_name() {
        for (name, expected) in [
            ("core::fmt::write.86", "core::fmt::write"),
            ("core::fmt::write", "core::fmt::write"),
            (".rodata", ".rodata"),
            ("func[3]", "functions without a name"),
        ] {
            assert_eq!(without_copy(name.to_owned()), expected);
        }
    }

    #[test]
    fn what_grew_most_comes_first_and_what_stayed_is_left_out() {
        let map = |pairs: &[(&str, u64)]| pairs.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect();
        let rows = grown(
            &map(&[("a::same", 5), ("a::less", 9), ("a::gone", 4), ("b::more", 1)]),
            &map(&[("a::same", 5), ("a::less", 8), ("b::more", 3), ("b::fresh", 7)]),
        );
        let deltas: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.delta().0)).collect();
        assert_eq!(deltas, [("b::fresh", 7), ("b::more", 2), ("a::less", -1), ("a::gone", -4)]);
        let crates: Vec<_> = by_crate(&rows).into_iter().map(|row| (row.name.clone(), row.delta().0)).collect();
        assert_eq!(crates, [("b".to_owned(), 9), ("a".to_owned(), -5)]);
    }
}
