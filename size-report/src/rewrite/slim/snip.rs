//! Which functions lose their code, by name.

use std::collections::HashSet;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use regex::Regex;
use rustc_demangle::demangle;
use wasmparser::ExternalKind;

use super::custom::function_names;
use super::parts::{Code, Parts};
use crate::module::entity::Space;

/// Names of functions: a glob (`*` any text, `?` any character) for the whole
/// name, or a `/regular expression/` for some part of it.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    regex: Regex,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// If it is no regular expression.
    pub fn parse(text: &str) -> Result<Self> {
        let inner = text.strip_prefix('/').and_then(|text| text.strip_suffix('/'));
        let expression = inner.map_or_else(|| glob(text), ToOwned::to_owned);
        let regex = Regex::new(&expression).with_context(|| format!("`{text}` is no regular expression"))?;
        Ok(Self { text: text.to_owned(), regex })
    }

    /// Whether it is about the function: about its symbol or what that says.
    fn matches(&self, symbol: &str) -> bool {
        let name = demangle(symbol);
        [symbol, &format!("{name}"), &format!("{name:#}")].iter().any(|name| self.regex.is_match(name))
    }
}

fn glob(text: &str) -> String {
    let mut expression = "(?s)^".to_owned();
    for c in text.chars() {
        match c {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            c => write!(expression, "{}", regex::escape(c.encode_utf8(&mut [0; 4]))).unwrap_or_default(),
        }
    }
    expression + "$"
}

/// The functions that only a program which panics runs, without crate hashes.
///
/// Of `std::panicking` these are not all: `catch_unwind`, and the count of
/// panics that every lock asks for, are run by programs that never panic.
const PANICS: [&str; 19] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already_",
    "core::slice::index::slice_",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::str::slice_error_fail",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::vec::Vec<T,A>::swap_remove::assert_failed",
    "std::panicking::begin_panic",
    "std::panicking::rust_panic",
    "std::panicking::panic_with_hook",
    "std::panicking::default_hook",
    "std::panicking::resume_unwind",
    "std::alloc::rust_oom",
    "std::alloc::default_alloc_error_hook",
];

/// Symbols of the machinery that have no path.
const PANIC_SYMBOLS: [&str; 5] =
    ["rust_begin_unwind", "rust_panic", "__rust_start_panic", "__rg_oom", "__rust_alloc_error_handler"];

/// Whether the function is part of how Rust panics.
fn panics(symbol: &str) -> bool {
    let name = format!("{:#}", demangle(symbol));
    // The part after the last `::` of a symbol such as `__rustc::rust_begin_unwind`.
    let last = name.rsplit("::").next().unwrap_or_default();
    let path = name.trim_start_matches('<');
    PANICS.iter().any(|start| path.starts_with(start))
        || PANIC_SYMBOLS.contains(&name.as_str())
        || name.starts_with("__rustc") && PANIC_SYMBOLS.contains(&last)
}

/// Replaces the code of the functions that are asked for by `unreachable`, and
/// says how many those are.
///
/// # Errors
///
/// If a pattern fits no function, or there are no names.
pub fn snip(parts: &mut Parts<'_>, patterns: &[Pattern], rust_panics: bool) -> Result<usize> {
    if patterns.is_empty() && !rust_panics {
        return Ok(0);
    }
    let imported = parts.imported(Space::Func);
    let mut names: Vec<(u32, &str)> = Vec::new();
    for custom in &parts.customs {
        names.extend(function_names(&custom.section));
    }
    ensure!(
        !rust_panics || !names.is_empty(),
        "--snip-panics finds functions by name, and the module has no name section\n\
         next step: give the module as it was before it was stripped; slim drops the names itself"
    );
    for export in &parts.exports {
        if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
            names.push((export.index, export.name));
        }
    }
    let mut chosen: HashSet<u32> = HashSet::new();
    for pattern in patterns {
        let fits = names.iter().filter(|(_, name)| pattern.matches(name));
        let fits: Vec<u32> = fits.map(|(index, _)| *index).filter(|index| *index >= imported).collect();
        ensure!(
            !fits.is_empty(),
            "--snip {}: no function that the module defines has such a name ({} names are known)\n\
             next step: a module before it was stripped has all names; `*` stands for any text, as in `core::fmt::*`",
            pattern.text,
            names.len(),
        );
        chosen.extend(fits);
    }
    if rust_panics {
        chosen.extend(names.iter().filter(|(_, name)| panics(name)).map(|(index, _)| *index));
    }
    let mut snipped = 0;
    for (function, index) in parts.functions.iter_mut().zip(imported..) {
        if chosen.contains(&index) {
            function.code = Code::Snipped;
            snipped += 1;
        }
    }
    Ok(snipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_glob_of_the_whole_name_or_a_regular_expression() {
        let matches = |pattern, name| Pattern::parse(pattern).unwrap().matches(name);
        assert!(matches("core::fmt::*", "_ZN4core3fmt5write17h0123456789abcdefE"));
        assert!(matches("core::fmt::write", "_ZN4core3fmt5write17h0123456789abcdefE"));
        assert!(matches("*h0123456789abcdef", "_ZN4core3fmt5write17h0123456789abcdefE"));
        assert!(matches("core::fmt::*", "_RNvNtCs1234_4core3fmt5write"));
        assert!(!matches("fmt", "_ZN4core3fmt5write17h0123456789abcdefE"));
        assert!(matches("/fmt/", "_ZN4core3fmt5write17h0123456789abcdefE"));
        assert!(matches("a?c", "abc") && !matches("a.c", "abc"));
        assert!(Pattern::parse("/(/").is_err());
    }

    #[test]
    fn what_programs_run_that_never_panic_is_not_snipped() {
        for name in [
            "_ZN4core9panicking18panic_bounds_check17h0123456789abcdefE",
            "_RNvNtCs1234_4core9panicking9panic_fmt",
            "_ZN3std9panicking20rust_panic_with_hook17h0123456789abcdefE",
            "_RNvCs1234_7___rustc17rust_begin_unwind",
            "rust_begin_unwind",
            "_ZN4core6option13unwrap_failed17h0123456789abcdefE",
        ] {
            assert!(panics(name), "{name} {:#}", demangle(name));
        }
        for name in [
            "_ZN3std9panicking3try17h0123456789abcdefE",
            "_ZN3std9panicking11panic_count17is_zero_slow_path17h0123456789abcdefE",
            "_ZN4core3fmt5write17h0123456789abcdefE",
            "main",
        ] {
            assert!(!panics(name), "{name}");
        }
    }
}
