//! Generic functions that were compiled several times.

use std::collections::BTreeMap;

use crate::listing::{Line, Listing};
use crate::module::analysis::Analysis;
use crate::module::layout::Kind;

/// One row for each function that is there more than once with other type
/// arguments: how many copies, and the bytes beyond the largest one, which is
/// what a version without generics could save at most.
pub fn answer(analysis: &Analysis<'_>) -> Listing {
    let mut copies: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for part in &analysis.parts {
        for row in part.layout.rows.iter().filter(|row| row.kind == Kind::Func) {
            let name = part.name_of(row);
            let general = without_arguments(&name);
            if general != name {
                copies.entry(general).or_default().push(row.bytes);
            }
        }
    }
    let rows = copies
        .into_iter()
        .filter(|(_, sizes)| sizes.len() > 1)
        .map(|(name, sizes)| {
            let all: u64 = sizes.iter().sum();
            let beyond = all - sizes.iter().max().copied().unwrap_or(0);
            Line::new("generic function", name, all).with("copies", sizes.len()).with("beyond_largest", beyond)
        })
        .collect();
    Listing { question: "monos", title: "generic functions that were compiled several times", rows }.largest_first()
}

/// A Rust or C++ name with everything between angle brackets left out. The
/// brackets of an operator or an arrow are no such brackets.
fn without_arguments(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut depth = 0_usize;
    let mut last = ' ';
    for c in name.chars() {
        match c {
            '<' => {
                if depth == 0 {
                    out.push('<');
                }
                depth += 1;
            }
            '>' if last != '-' && depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    out.push('>');
                }
            }
            _ if depth == 0 => out.push(c),
            _ => {}
        }
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::without_arguments;

    #[test]
    fn type_arguments_are_left_out_at_any_depth() {
        assert_eq!(without_arguments("<alloc::vec::Vec<u8> as Clone>::clone"), "<>::clone");
        assert_eq!(without_arguments("grow::<Foo<fn() -> u8>>"), "grow::<>");
        assert_eq!(without_arguments("plain::name"), "plain::name");
    }
}
