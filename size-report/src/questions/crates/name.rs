//! Where a function is, from its demangled name.

/// The crate of a function, or the outermost namespace.
pub fn crate_of(name: &str) -> Option<String> {
    path_of(name)?.into_iter().next()
}

/// The module path of a function: its path without its own name, without type
/// arguments, and without the closures that it is in. A method belongs to the
/// type that it is implemented for, or to the trait where that type has no path:
/// `<alloc::vec::Vec<u8> as core::fmt::Debug>::fmt` to `alloc::vec::Vec`, and
/// `<u8 as core::fmt::Debug>::fmt` to `core::fmt::Debug`. The namespaces and
/// classes of C++ are a path as well.
pub fn module_of(name: &str) -> Option<String> {
    Some(path_of(name)?.join("::"))
}

/// The parts of [`module_of`].
pub fn path_of(name: &str) -> Option<Vec<String>> {
    if name.starts_with('<') {
        return segments_of_type(name);
    }
    let mut segments = segments(name);
    // An implementation in a path (`core::fmt::num::<impl Debug for u8>::fmt`)
    // stands in the module before it.
    if let Some(at) = segments.iter().position(|segment| segment.starts_with('<')) {
        segments.truncate(at);
    } else {
        while segments.last().is_some_and(|segment| segment.starts_with('{')) {
            segments.pop();
        }
        segments.pop();
    }
    Some(segments).filter(|segments| !segments.is_empty())
}

/// The path of a type; of one that has none, that of the trait after `as`.
fn segments_of_type(name: &str) -> Option<Vec<String>> {
    // A name of a real program is not nested so deeply.
    const MOST_LEVELS: usize = 64;
    let mut name = without_prefix(name);
    let mut traits = Vec::new();
    for _ in 0..MOST_LEVELS {
        let Some(inner) = name.strip_prefix('<') else { break };
        let (of_type, of_trait) = type_and_trait(inner)?;
        traits.extend(of_trait);
        name = without_prefix(of_type);
    }
    traits.push(name);
    traits.into_iter().rev().map(segments).find(|segments| segments.len() > 1)
}

/// A type without what may stand before its path: `&'a mut [`.
fn without_prefix(mut name: &str) -> &str {
    loop {
        let before = name;
        name = name.trim_start_matches(['&', '*', '(', '[', ' ']);
        for word in ["dyn ", "mut ", "const "] {
            name = name.strip_prefix(word).unwrap_or(name);
        }
        if name.starts_with('\'') {
            name = name.split_once(' ').map_or("", |(_lifetime, name)| name);
        }
        if name == before {
            return name;
        }
    }
}

/// What is between an angle bracket that is open and the one that closes it, in
/// two if there is an `as`.
fn type_and_trait(inner: &str) -> Option<(&str, Option<&str>)> {
    const AS: &str = " as ";
    let mut depth = 0_usize;
    let mut last = ' ';
    let mut found = None;
    for (at, c) in inner.char_indices() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' if last == '-' => {}
            '>' if depth == 0 => {
                let of_trait = found.map(|found| &inner[found + AS.len()..at]);
                return Some((&inner[..found.unwrap_or(at)], of_trait));
            }
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 && inner[at..].starts_with(AS) => found = Some(at),
            _ => {}
        }
        last = c;
    }
    None
}

/// The parts of a path up to parameters or another type, without arguments; of
/// an implementation and of a closure the opening bracket is left.
fn segments(path: &str) -> Vec<String> {
    const ANONYMOUS: &str = "(anonymous namespace)";
    let mut segments = vec![String::new()];
    let mut depth = 0_usize;
    let mut last = ' ';
    let mut skipped = 0;
    for (at, c) in path.char_indices() {
        if at < skipped {
            continue;
        }
        let Some(segment) = segments.last_mut() else { break };
        let rest = &path[at..];
        match c {
            _ if depth == 0 && segment.is_empty() && rest.starts_with(ANONYMOUS) => {
                segment.push_str(ANONYMOUS);
                skipped = at + ANONYMOUS.len();
            }
            // What follows is the name of an operator, which may be a bracket.
            _ if depth == 0 && segment.is_empty() && rest.starts_with("operator") => {
                segment.push_str("operator");
                break;
            }
            '(' if depth == 0 => break,
            ' ' if depth == 0 && rest.starts_with(" + ") => break,
            // In C++, what a function returns stands before its path.
            ' ' if depth == 0 => segments = vec![String::new()],
            ':' if depth == 0 && rest.starts_with("::") => {
                segments.push(String::new());
                skipped = at + 2;
            }
            '<' | '{' | '[' | '(' => {
                if depth == 0 && segment.is_empty() && (c == '{' || rest.starts_with("<impl ")) {
                    segment.push(c);
                }
                depth += 1;
            }
            '>' if last == '-' => {}
            '>' | '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => segment.push(c),
            _ => {}
        }
        last = c;
    }
    // Arguments may stand behind a `::` of their own.
    segments.retain(|segment| !segment.is_empty());
    segments
}

#[cfg(test)]
mod tests {
    use super::{crate_of, module_of};

    #[test]
    fn the_crate_is_the_first_part_of_the_first_path() {
        for (name, expected) in [
            ("core::fmt::write", Some("core")),
            ("<alloc::vec::Vec<u8> as core::fmt::Debug>::fmt", Some("alloc")),
            ("<&mut serde::de::X as Y>::z", Some("serde")),
            ("<u32 as core::fmt::Display>::fmt", Some("core")),
            ("<[u8] as small::T>::f", Some("small")),
            ("core[0123456789abcdef]::fmt::write", Some("core")),
            ("main", None),
            ("func[3]", None),
        ] {
            assert_eq!(crate_of(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn the_module_path_is_that_of_the_item_or_of_the_type() {
        for (name, expected) in [
            ("core::fmt::write", Some("core::fmt")),
            ("core::fmt::Formatter::pad", Some("core::fmt::Formatter")),
            ("<core::fmt::Formatter>::pad", Some("core::fmt::Formatter")),
            ("<alloc::vec::Vec<u8> as core::fmt::Debug>::fmt", Some("alloc::vec::Vec")),
            ("<alloc::raw_vec::RawVec<a::B, c::D>>::grow_one", Some("alloc::raw_vec::RawVec")),
            ("<&mut serde::de::X as Y>::z", Some("serde::de::X")),
            ("<&'a [serde::de::X] as Y>::z", Some("serde::de::X")),
            ("<dyn core::any::Any + core::marker::Send>::type_id", Some("core::any::Any")),
            ("<u32 as core::fmt::Display>::fmt", Some("core::fmt::Display")),
            ("<[u8] as small::T>::f", Some("small::T")),
            ("<fn() -> a::B as core::ops::function::FnOnce<()>>::call_once", Some("core::ops::function::FnOnce")),
            ("<<a::B as c::D>::E as f::G>::h", Some("a::B")),
            ("core::fmt::num::imp::<impl core::fmt::Display for u32>::fmt", Some("core::fmt::num::imp")),
            ("core::ptr::drop_in_place::<alloc::string::String>", Some("core::ptr")),
            ("core::ptr::drop_in_place<alloc::string::String>", Some("core::ptr")),
            ("app::run::{closure#0}::{closure#1}", Some("app")),
            ("app::run::{{closure}}", Some("app")),
            ("std::vector<int, std::allocator<int> >::push_back(int const&)", Some("std::vector")),
            ("void std::__1::sort<int*>(int*, int*)", Some("std::__1")),
            ("a::B::operator<(a::B const&) const", Some("a::B")),
            ("a::(anonymous namespace)::run(std::string)", Some("a::(anonymous namespace)")),
            ("non-virtual thunk to a::B::run()", Some("a::B")),
            ("operator new(unsigned long)", None),
            ("main", None),
            ("func[3]", None),
            ("<", None),
            ("::", None),
            ("<>::<>", None),
            (&"<".repeat(100_000), None),
            (&["<".repeat(100_000), ">".repeat(100_000)].concat(), None),
        ] {
            assert_eq!(module_of(name).as_deref(), expected, "{name}");
        }
    }
}
