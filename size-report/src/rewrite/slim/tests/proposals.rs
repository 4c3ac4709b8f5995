//! Modules that use what came after the first version of WebAssembly.

use super::{becomes, module, plain};
use crate::rewrite::slim::slim;

#[test]
fn several_memories_keep_the_ones_in_use() {
    becomes(
        r#"(module (memory $a 1) (memory $b 1) (memory $c 1) (data (memory $b) (i32.const 0) "b") (data (memory $c) (i32.const 0) "c")
          (func (export "f") (result i32) (i32.load $c (i32.const 0))))"#,
        r#"(module (memory 1) (data (i32.const 0) "c") (func (export "f") (result i32) (i32.load (i32.const 0))))"#,
    );
    let copies = r#"(module (memory 1) (memory 1) (func (export "f") (memory.copy 1 0 (i32.const 0) (i32.const 0) (i32.const 1))))"#;
    becomes(copies, copies);
}

#[test]
fn memories_and_tables_of_64_bits_are_as_good_as_others() {
    becomes(
        r#"(module (memory i64 1) (table i64 1 funcref) (elem (i64.const 0) func $f) (func $f) (data (i64.const 0) "x")
          (func (export "f") (result i32) (i32.load8_u (i64.const 0))))"#,
        r#"(module (memory i64 1) (data (i64.const 0) "x") (func (export "f") (result i32) (i32.load8_u (i64.const 0))))"#,
    );
    let huge = r#"(module (memory i64 281474976710656) (data (i64.const -1) "x"))"#;
    becomes(huge, huge);
}

#[test]
fn tags_stay_if_something_throws_or_catches_them() {
    becomes(
        r#"(module (tag $a (param i32)) (tag $b (param i64)) (tag $c)
          (func (export "f") (throw $c))
          (func (export "g") (result i64) (block (result i64) (try_table (catch $b 0) (call 0)) (i64.const 1))))"#,
        r#"(module (type (func (param i64))) (type (func)) (type (func (result i64))) (tag $b (type 0)) (tag $c (type 1))
          (func (export "f") (type 1) (throw $c))
          (func (export "g") (type 2) (block (result i64) (try_table (catch $b 0) (call 0)) (i64.const 1))))"#,
    );
}

#[test]
fn recursion_groups_stay_whole_and_bring_their_supertypes() {
    becomes(
        r#"(module (type $unused (struct)) (type $base (sub (struct)))
          (rec (type $node (sub $base (struct (field (ref null $list))))) (type $list (array (mut (ref null $node)))))
          (rec (type $n2 (sub $base (struct (field (ref null $l2))))) (type $l2 (array (mut (ref null $n2)))))
          (func (export "f") (result i32) (ref.test (ref $node) (struct.new $n2 (ref.null $l2)))))"#,
        r#"(module (type $base (sub (struct)))
          (rec (type $node (sub $base (struct (field (ref null $list))))) (type $list (array (mut (ref null $node)))))
          (func (export "f") (result i32) (ref.test (ref $node) (struct.new $node (ref.null $list)))))"#,
    );
}

#[test]
fn types_that_differ_in_their_group_stay_two() {
    let wat = r#"(module (rec (type $a (struct)) (type $b (array i8))) (type $c (struct))
      (func (export "f") (result i32) (ref.test (ref $a) (struct.new $c))))"#;
    becomes(wat, wat);
}

#[test]
fn threads_simd_and_tail_calls_come_through() {
    for wat in [
        r#"(module (memory (export "m") 1 1 shared) (func (export "f") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 1))))"#,
        r#"(module (func (export "f") (param v128) (result v128) (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (local.get 0) (v128.const i64x2 -1 5))))"#,
        r#"(module (func (export "f") (param i32) (result i32) (return_call 0 (local.get 0))))"#,
        r#"(module (func (export "f") (result f64) (f64.const nan:0x123)))"#,
        r#"(module (func (export "f") (param i32) (block (block (br_table 0 1 0 (local.get 0))))))"#,
    ] {
        assert_eq!(slim(&module(wat), &plain()).unwrap(), module(wat));
    }
}

#[test]
fn legacy_exceptions_come_through_with_their_dead_code_left_out() {
    becomes(
        r#"(module (tag $t) (func (export "f") (result i32)
          try (result i32) throw $t i32.const 1 catch $t i32.const 2 return i32.const 3 catch_all rethrow 0 i32.const 4 end))"#,
        r#"(module (tag $t) (func (export "f") (result i32)
          try (result i32) throw $t catch $t i32.const 2 return catch_all rethrow 0 end))"#,
    );
}
