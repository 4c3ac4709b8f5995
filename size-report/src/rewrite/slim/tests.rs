//! Each transformation on a small module written as text, and all of them on
//! modules that were damaged at random.

mod damaged;
mod proposals;

use super::*;
use crate::listing::Line;
use crate::module::analysis::Analysis;
use crate::questions::{Details, Question};
use crate::rewrite::{Strip, strip};

/// The module that `wat` is the text of.
fn module(wat: &str) -> Vec<u8> {
    wat::parse_str(wat).unwrap_or_else(|error| panic!("{error}"))
}

fn plain() -> Options {
    Options {
        customs: Customs::Named(Vec::new()),
        exports: Exports::AllBut(Vec::new()),
        snip: Vec::new(),
        snip_panics: false,
    }
}

/// Slims `wat`, checks that doing it again changes nothing, and compares.
#[track_caller]
fn becomes(wat: &str, expected: &str) {
    becomes_with(&plain(), wat, expected);
}

#[track_caller]
fn becomes_with(options: &Options, wat: &str, expected: &str) {
    let slimmed = slim(&module(wat), options).unwrap();
    assert_eq!(slimmed, strip(&module(expected), Strip::Symbols).unwrap(), "{slimmed:02x?}");
    assert_eq!(slim(&slimmed, &plain()).unwrap().len(), slimmed.len());
    assert_eq!(garbage(&slimmed), []);
}

/// What the question `garbage` finds, which reads references by other means.
fn garbage(wasm: &[u8]) -> Vec<Line> {
    Question::Garbage.answer(&Analysis::of(wasm).unwrap(), Details::default()).unwrap().rows
}

#[test]
fn what_nothing_reaches_goes() {
    becomes(
        r#"(module
          (type (func (param i64)))
          (import "env" "memory" (memory 17)) (import "env" "unused" (func (param f32)))
          (import "env" "global" (global i32)) (import "env" "used" (func $used))
          (table 1 1 funcref) (global (mut i32) (i32.const 1048576))
          (func $dead (call $dead)) (func (export "f") (call $used)))"#,
        r#"(module (import "env" "used" (func)) (func (export "f") (call 0)))"#,
    );
}

#[test]
fn a_segment_for_a_memory_of_the_host_stays_and_brings_the_import() {
    let wat = r#"(module (import "env" "memory" (memory 1)) (data (i32.const 0) "x"))"#;
    becomes(wat, wat);
}

#[test]
fn a_segment_that_no_one_can_see_goes_with_its_memory_unless_it_may_trap() {
    becomes(
        r#"(module (memory 1) (table 1 funcref) (data (i32.const 65535) "x") (elem (i32.const 0) $f) (func $f))"#,
        "(module)",
    );
    let traps = r#"(module (memory 1) (data (i32.const 65536) "x"))"#;
    becomes(traps, traps);
}

#[test]
fn passive_segments_stay_if_code_names_them_and_keep_their_count() {
    becomes(
        r#"(module (memory (export "m") 1) (data "unused") (data $d "used")
          (func (export "f") (memory.init $d (i32.const 0) (i32.const 0) (i32.const 4))))"#,
        r#"(module (memory (export "m") 1) (data $d "used")
          (func (export "f") (memory.init $d (i32.const 0) (i32.const 0) (i32.const 4))))"#,
    );
    let counted = module(r#"(module (memory 1) (data "x") (func (data.drop 0)) (func (export "f")))"#);
    assert_eq!(slim(&counted, &plain()).unwrap(), module(r#"(module (func (export "f")))"#));
}

#[test]
fn a_reference_that_code_takes_stays_declared() {
    becomes(
        r#"(module (func $unused) (func $taken)
          (elem declare func $unused) (elem declare funcref (ref.func $taken) (ref.func $unused))
          (func (export "f") (result funcref) (ref.func $taken)))"#,
        r#"(module (func $taken) (elem declare func $taken) (func (export "f") (result funcref) (ref.func $taken)))"#,
    );
    becomes(
        r#"(module (elem declare func 0) (func (export "f") (result funcref) (ref.func 0)))"#,
        r#"(module (func (export "f") (result funcref) (ref.func 0)))"#,
    );
}

#[test]
fn element_expressions_that_are_functions_become_indices() {
    becomes(
        r#"(module (table (export "t") 2 funcref) (elem (i32.const 0) funcref (ref.func 0) (ref.func 0)) (func))"#,
        r#"(module (table (export "t") 2 funcref) (elem (i32.const 0) func 0 0) (func))"#,
    );
}

#[test]
fn a_start_function_that_does_nothing_goes() {
    becomes("(module (func $s (local i32)) (start $s))", "(module)");
    let starts =
        r#"(module (global (export "g") (mut i32) (i32.const 0)) (func (global.set 0 (i32.const 1))) (start 0))"#;
    becomes(starts, starts);
}

#[test]
fn functions_that_do_the_same_become_one_over_several_rounds() {
    becomes(
        r#"(module (import "a" "b" (func $b (param i32)))
          (func $1 (call $b (i32.const 1))) (func $2 (call $b (i32.const 1)))
          (func $3 (call $1) (call $1)) (func $4 (call $2) (call $2))
          (func $loop1 (call $b (i32.const 2)) (call $loop1)) (func $loop2 (call $b (i32.const 2)) (call $loop2))
          (func (export "f") (call $3) (call $4) (call $loop1) (call $loop2)))"#,
        r#"(module (type $n (func)) (import "a" "b" (func $b (param i32)))
          (func $1 (type $n) (call $b (i32.const 1))) (func $3 (type $n) (call $1) (call $1))
          (func $loop (type $n) (call $b (i32.const 2)) (call $loop))
          (func (export "f") (type $n) (call $3) (call $3) (call $loop) (call $loop)))"#
            .replace("(type $n (func))", "(type (func (param i32))) (type $n (func))")
            .as_str(),
    );
}

#[test]
fn functions_that_a_program_can_tell_apart_stay_two() {
    let two_exports = r#"(module (func (export "a")) (func (export "b")))"#;
    becomes(two_exports, two_exports);
    let in_a_visible_table =
        r#"(module (table (export "t") 1 funcref) (func (export "a")) (func) (elem (i32.const 0) func 1))"#;
    becomes(in_a_visible_table, in_a_visible_table);
    let read = r#"(module (table 1 funcref) (func (export "a")) (func) (elem (i32.const 0) func 1)
      (func (export "get") (result funcref) (table.get 0 (i32.const 0))))"#;
    becomes(read, read);
}

#[test]
fn functions_in_a_table_for_calls_only_become_one() {
    becomes(
        r#"(module (table 2 2 funcref) (func $a) (func $b) (elem (i32.const 0) func $a $b)
          (func (export "f") (param i32) (call_indirect (local.get 0))))"#,
        r#"(module (type (func)) (type (func (param i32)))
          (table 2 2 funcref) (func $a (type 0)) (elem (i32.const 0) func $a $a)
          (func (export "f") (type 1) (call_indirect (type 0) (local.get 0))))"#,
    );
}

#[test]
fn the_call_of_a_function_that_only_traps_is_the_trap() {
    becomes(
        r#"(module (func $panic (param i32 i32) (call $fmt (local.get 0)) (unreachable)) (func $fmt (param i32) unreachable)
          (func (export "f") (param i32) (result i32)
            (if (local.get 0) (then (call $panic (i32.const 1) (local.get 0)) (drop (i32.const 5)))) (i32.const 7)))"#,
        r#"(module (func (export "f") (param i32) (result i32) (if (local.get 0) (then (unreachable))) (i32.const 7)))"#,
    );
}

#[test]
fn code_that_is_never_run_goes_up_to_the_end_of_its_block() {
    becomes(
        r#"(module (func (export "f") (param i32) (result i32)
          (block (br 0) (loop (br 0)) (drop (i32.const 1)))
          (if (result i32) (local.get 0) (then (return (i32.const 1)) (i32.const 2)) (else (i32.const 3)))))"#,
        r#"(module (func (export "f") (param i32) (result i32) (block (br 0))
          (if (result i32) (local.get 0) (then (return (i32.const 1))) (else (i32.const 3)))))"#,
    );
}

#[test]
fn locals_are_declared_by_type_and_only_if_they_are_named() {
    becomes(
        r#"(module (func (export "f") (param i32) (local $a i32) (local f64) (local $b f32) (local $c i32)
          (local.set $a (i32.const 1)) (local.set $b (f32.const 2)) (local.set $c (i32.const 3))))"#,
        r#"(module (func (export "f") (param i32) (local $a i32) (local $c i32) (local $b f32)
          (local.set $a (i32.const 1)) (local.set $b (f32.const 2)) (local.set $c (i32.const 3))))"#,
    );
}

#[test]
fn neighbouring_data_segments_become_one_where_no_one_can_tell() {
    becomes(
        r#"(module (memory (export "m") 1) (data (i32.const 8) "ab") (data (i32.const 10) "c") (data (i32.const 15) "d"))"#,
        r#"(module (memory (export "m") 1) (data (i32.const 8) "abc\00\00\00\00d"))"#,
    );
    becomes(
        r#"(module (import "e" "m" (memory 1)) (data (i32.const 8) "ab") (data (i32.const 10) "c") (data (i32.const 12) "d"))"#,
        r#"(module (import "e" "m" (memory 1)) (data (i32.const 8) "abc") (data (i32.const 12) "d"))"#,
    );
    let overlapping = r#"(module (memory (export "m") 1) (data (i32.const 3) "x") (data (i32.const 0) "ab") (data (i32.const 4) "c"))"#;
    becomes(overlapping, overlapping);
}

#[test]
fn often_used_functions_get_the_short_indices() {
    let rare: String = (0..200).map(|n| format!("(func $r{n} (call $out (i32.const {n})) (call $r{n}))")).collect();
    let calls: String = (0..200).map(|n| format!("(call $r{n})")).collect();
    let often = "(call $often)".repeat(50);
    let wat = format!(
        r#"(module (import "a" "b" (func $out (param i32))) {rare} (func $often (call $out (i32.const 999)))
          (func (export "f") {calls} {often}))"#
    );
    let unnamed = strip(&module(&wat), Strip::Symbols).unwrap();
    let slimmed = slim(&unnamed, &plain()).unwrap();
    // Each of the calls is a byte shorter, and the two of the one that had to make
    // room a byte longer.
    assert_eq!(unnamed.len() - slimmed.len(), 50 - 2);
    assert_eq!(slim(&slimmed, &plain()).unwrap(), slimmed);
}

#[test]
fn custom_sections_go_and_those_that_stay_keep_their_place_and_say_the_truth() {
    let wat = r#"(module $m (@custom "dylink.0" (before first) "d") (@custom "mine" (after code) "m")
      (func $dead (param $x i32)) (func $live (export "f") (param $y i32) (drop (local.get $y))))"#;
    // No loader could use a shared library without its `dylink.0`.
    becomes(
        wat,
        r#"(module (@custom "dylink.0" (before first) "d") (func (export "f") (param i32) (drop (local.get 0))))"#,
    );
    let keep = |names: &[&str]| Options {
        customs: Customs::Named(names.iter().map(|&name| name.to_owned()).collect()),
        ..plain()
    };
    let slimmed = slim(&module(wat), &keep(&["dylink.0", "mine", "name"])).unwrap();
    let expected = module(
        r#"(module $m (@custom "dylink.0" (before first) "d") (@custom "mine" (after code) "m")
          (func $live (export "f") (param i32) (drop (local.get 0))))"#,
    );
    assert_eq!(slimmed, expected);
    assert!(slim(&module(wat), &keep(&["none"])).unwrap_err().to_string().contains("dylink.0, mine, name"));
    assert!(slim(&module(wat), &keep(&[".debug_info"])).unwrap_err().to_string().contains("places in the code"));
}

#[test]
fn exports_go_or_stay_by_name() {
    let wat =
        r#"(module (memory (export "memory") 1) (global (export "__data_end") i32 (i32.const 5)) (func (export "f")))"#;
    let with = |exports| Options { exports, ..plain() };
    let names = || vec!["memory".to_owned(), "__data_end".to_owned()];
    becomes_with(&with(Exports::AllBut(names())), wat, r#"(module (func (export "f")))"#);
    becomes_with(&with(Exports::Only(vec!["f".to_owned()])), wat, r#"(module (func (export "f")))"#);
    let error = slim(&module(wat), &with(Exports::AllBut(vec!["g".to_owned()]))).unwrap_err().to_string();
    assert!(error.contains("--drop-export g: the module has no export of that name"), "{error}");
    assert!(error.contains("memory, __data_end, f"), "{error}");
}

#[test]
fn snipped_functions_trap_and_release_what_they_called() {
    let wat = r#"(module (func $core::fmt::write (call $deep)) (func $deep (call $core::fmt::write))
      (func (export "f") (param i32) (if (local.get 0) (then (call $core::fmt::write)))))"#;
    let snip = |pattern| Options { snip: vec![Pattern::parse(pattern).unwrap()], ..plain() };
    let expected = r#"(module (func (export "f") (param i32) (if (local.get 0) (then (unreachable)))))"#;
    becomes_with(&snip("core::fmt::*"), wat, expected);
    let error = slim(&module(wat), &snip("alloc::*")).unwrap_err().to_string();
    assert!(error.contains("--snip alloc::*: no function") && error.contains("next step"), "{error}");
    let panics = Options { snip_panics: true, ..plain() };
    becomes_with(&panics, &wat.replace("core::fmt::write", "core::panicking::panic"), expected);
    let stripped = slim(&module(wat), &plain()).unwrap();
    assert!(slim(&stripped, &panics).unwrap_err().to_string().contains("no name section"));
}

#[test]
fn what_cannot_be_made_smaller_comes_back_as_it_was() {
    for wat in ["(module)", r#"(module (func (export "f")))"#] {
        assert_eq!(slim(&module(wat), &plain()).unwrap(), module(wat));
    }
}

#[test]
fn a_file_that_is_no_module_is_refused_with_offset_and_cause() {
    let wasm = module(r#"(module (memory 1) (data (i32.const 0) "abc") (func (export "f") (drop (i32.const 1))))"#);
    for length in 0..wasm.len() {
        if let Err(error) = slim(&wasm[..length], &plain()) {
            let error = format!("{error:#}");
            assert!(error.starts_with("this is not a valid module: ") && error.contains("at offset 0x"), "{error}");
        }
    }
    let options = Options { exports: Exports::Only(vec!["f".to_owned()]), ..plain() };
    let error = slim(b"\0asm\x0d\0\x01\0", &options).unwrap_err().to_string();
    assert!(error.contains("component") && error.contains("next step"), "{error}");
}

#[test]
fn the_modules_of_a_component_are_slimmed_where_they_stand() {
    let component = |guest: &str, nested: &str| {
        module(&format!(
            r#"(component
              (core module $host (func (export "f")))
              (core module $guest {guest} (func (export "g")))
              (component (core module {nested}))
              (core instance $host (instantiate $host))
              (core instance $guest (instantiate $guest (with "env" (instance $host))))
              (func (export "g") (canon lift (core func $guest "g"))))"#
        ))
    };
    let fat = component(r#"(import "env" "f" (func)) (func $dead (call 0)) (@custom "c" "x")"#, "(func) (memory 1)");
    let slimmed = slim(&fat, &plain()).unwrap();
    // The text has names in custom sections, which go too.
    assert_eq!(slimmed, slim(&component("", ""), &plain()).unwrap());
    assert!(slimmed.len() < component("", "").len());
    let kept = Options { customs: Customs::Named(vec!["c".to_owned()]), ..plain() };
    let kept = slim(&fat, &kept).unwrap();
    assert!(kept.len() > slimmed.len() && kept.windows(4).any(|bytes| bytes == b"\x03\x01cx"), "{kept:02x?}");
}
