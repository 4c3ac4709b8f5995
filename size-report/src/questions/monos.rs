//! Generic functions that were compiled several times.

use std::collections::BTreeMap;

use crate::listing::{Line, Listing};
use crate::module::analysis::Analysis;
use crate::module::row::Kind;

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

/// A Rust or C++ name without its type arguments. The brackets of an operator or
/// an arrow are no such brackets; nor are those around the type of a method, as in
/// `<alloc::vec::Vec<u8> as Clone>::clone`, which are where a path begins.
fn without_arguments(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let (mut arguments, mut paths) = (0_usize, 0_usize);
    let mut last = ' ';
    for c in name.chars() {
        match c {
            '<' if arguments == 0 && !(last.is_alphanumeric() || matches!(last, '_' | ':')) => {
                paths += 1;
                out.push('<');
            }
            '<' => {
                if arguments == 0 {
                    out.push('<');
                }
                arguments += 1;
            }
            '>' if last == '-' && arguments == 0 => out.push('>'),
            '>' if last == '-' => {}
            '>' if arguments > 0 => {
                arguments -= 1;
                if arguments == 0 {
                    out.push('>');
                }
            }
            '>' if paths > 0 => {
                paths -= 1;
                out.push('>');
            }
            _ if arguments == 0 => out.push(c),
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
        for (name, expected) in [
            ("<alloc::vec::Vec<u8> as Clone>::clone", "<alloc::vec::Vec<> as Clone>::clone"),
            ("<alloc::vec::Vec<Box<u8>>>::push::<u8>", "<alloc::vec::Vec<>>::push::<>"),
            ("<a::B as core::fmt::Debug>::fmt", "<a::B as core::fmt::Debug>::fmt"),
            ("<<a::B<u8> as c::D>::E as f::G<u8>>::h", "<<a::B<> as c::D>::E as f::G<>>::h"),
            ("<fn() -> a::B<u8> as f::G<()>>::h", "<fn() -> a::B<> as f::G<>>::h"),
            ("grow::<Foo<fn() -> u8>>", "grow::<>"),
            ("std::vector<int, std::allocator<int> >::push_back(int const&)", "std::vector<>::push_back(int const&)"),
            ("plain::name", "plain::name"),
        ] {
            assert_eq!(without_arguments(name), expected, "{name}");
        }
    }
}
