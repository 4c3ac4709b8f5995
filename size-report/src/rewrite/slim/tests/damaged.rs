//! Modules with bytes changed, dropped and doubled, by a generator with a fixed
//! seed.

use fastrand::Rng;

use super::{module, plain};
use crate::rewrite::slim::{Customs, Options, slim, validate};

const SEEDS: [&str; 4] = [
    r#"(module $m (import "env" "memory" (memory 1)) (import "env" "f" (func $f (param i32)))
      (table 2 funcref) (elem (i32.const 0) func $g $h) (data (i32.const 8) "abc") (data (i32.const 11) "d")
      (global $g (mut i32) (i32.const 1)) (func $g (param $x i32) (local $y i32) (call $f (local.tee $y (local.get $x))))
      (func $h (param i32) (call $f (local.get 0)) (unreachable) (drop (i32.const 1)))
      (func (export "run") (param i32) (call_indirect (param i32) (local.get 0) (global.get $g))))"#,
    r#"(module (memory 1) (memory i64 1) (data $p "passive") (tag $t (param i32)) (func $s) (start $s)
      (func (export "a") (memory.init $p (i32.const 0) (i32.const 0) (i32.const 1)) (throw $t (i32.const 1)))
      (func (export "b") (result funcref) (ref.func $s)) (elem declare func $s))"#,
    r#"(module (type $b (sub (struct))) (rec (type $n (sub $b (struct (field (ref null $l))))) (type $l (array (mut (ref null $n)))))
      (func (export "f") (result i32) (local (ref null $n)) (ref.test (ref $n) (struct.new $n (ref.null $l))))
      (global (ref null $l) (ref.null $l)) (table 1 (ref null $l)))"#,
    r#"(module (memory 1 1 shared) (func (param v128) (result v128) (i32x4.add (local.get 0) (v128.const i32x4 1 2 3 4)))
      (func (export "f") (param i32) (result i32) (block (result i32) (try_table (result i32) (catch_all 0)
        (br_if 0 (i32.const 1) (local.get 0)) (i32.atomic.load (i32.const 0))) (return)) (i32.const 1)))"#,
];

fn damage(wasm: &mut Vec<u8>, dice: &mut Rng) {
    for _ in 0..=dice.usize(..3) {
        if wasm.is_empty() {
            return;
        }
        let at = dice.usize(..wasm.len());
        match dice.usize(..6) {
            0 => wasm.truncate(at.max(1)),
            1 => drop(wasm.remove(at)),
            2 => wasm.insert(at, wasm[at]),
            3 => wasm[at] = dice.u8(..),
            _ => wasm[at] = wasm[at].wrapping_add(dice.u8(..3)),
        }
    }
}

#[test]
fn a_damaged_module_is_refused_or_comes_out_valid_and_no_larger() {
    let all = Options { customs: Customs::All, ..plain() };
    let mut dice = Rng::with_seed(0x5eed);
    let mut valid = 0;
    for wat in SEEDS {
        let whole = module(wat);
        for _ in 0..2000 {
            let mut wasm = whole.clone();
            damage(&mut wasm, &mut dice);
            let was_valid = validate(&wasm).is_ok();
            for options in [&plain(), &all] {
                match slim(&wasm, options) {
                    Ok(slimmed) => {
                        assert!(was_valid && slimmed.len() <= wasm.len());
                        validate(&slimmed).unwrap_or_else(|error| panic!("{error:#}\n{wasm:02x?}"));
                        let again = slim(&slimmed, options).unwrap();
                        assert_eq!(again, slimmed, "{wasm:02x?}");
                    }
                    Err(error) => assert!(!was_valid, "{error:#}\n{wasm:02x?}"),
                }
            }
            valid += usize::from(was_valid);
        }
    }
    assert!(valid > 500, "only {valid} of the damaged modules are valid");
}
