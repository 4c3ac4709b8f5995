//! Modules and machine code that were damaged at random: never a crash of the
//! host, always an answer.

use std::fs;

use crate::program::Place;

/// How many damaged files each test tries; `MUTANTS` asks for more.
fn rounds() -> usize {
    std::env::var("MUTANTS").map_or(60, |rounds| rounds.parse().unwrap())
}

#[test]
fn damaged_modules_are_answered() {
    let place = Place::new();
    let whole = wat::parse_str(crate::program::command(
        "(i32.store (i32.const 0) (i32.const 64)) (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))",
    ));
    let whole = whole.unwrap();
    // From a fixed seed, so that a failure can be repeated.
    let mut dice = fastrand::Rng::with_seed(1);
    for round in 0..rounds() {
        let mut wasm = whole.clone();
        for _ in 0..=dice.usize(..3) {
            let at = dice.usize(..wasm.len());
            wasm[at] = dice.u8(..);
        }
        place.file("m.wasm", &wasm);
        for args in [
            &["run", "--timeout", "1s", "--no-cache", "m.wasm"][..],
            &["inspect", "m.wasm"],
            &["compile", "m.wasm", "-o", "out"],
        ] {
            let run = place.run(args);
            let code = run.code.unwrap_or_else(|| panic!("round {round} {args:?}: killed by a signal: {}", run.stderr));
            assert!(!run.stderr.contains("panicked at"), "round {round} {args:?}: {}", run.stderr);
            assert!([0, 2, 124, 134].contains(&code), "round {round} {args:?}: {code} {}", run.stderr);
            assert!(code == 0 || !run.stderr.is_empty(), "round {round} {args:?}: {code}");
        }
    }
}

#[test]
fn damaged_machine_code_is_refused() {
    let place = Place::new();
    place.file("f.wat", r#"(module (func (export "_start")))"#);
    assert_eq!(place.run(["compile", "f.wat", "-o", "f.cwasm"]).code, Some(0));
    let whole = fs::read(place.path().join("f.cwasm")).unwrap();
    // From a fixed seed, so that a failure can be repeated.
    let mut dice = fastrand::Rng::with_seed(1);
    for _ in 0..rounds() {
        let mut code = whole.clone();
        let at = dice.usize(..code.len());
        code[at] ^= 1 << dice.usize(..8);
        place.file("m.cwasm", &code);
        let run = place.run(["run", "m.cwasm"]);
        assert_eq!(run.code, Some(2), "bit at {at}: {}", run.stderr);
    }
}
