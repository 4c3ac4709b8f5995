//! twiggy and this program over the same things, by different code.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Format, Twiggy, diff};
use crate::module::analysis::Analysis;
use crate::module::dominators::{dominators, retained};
use crate::questions::garbage;
use twiggy_ir::Id;

/// Checks what each thing retains, and what is garbage; gives how many there were
/// of both.
fn cross_check(wasm: &[u8]) -> (usize, usize) {
    let analysis = Analysis::of(wasm).unwrap();
    let mut twiggy = Twiggy::of(&analysis, Format::Json).unwrap();
    twiggy.items.compute_retained_sizes();
    let mut checked = 0;
    for (number, part) in analysis.parts.iter().enumerate() {
        let graph = part.graph().unwrap();
        let mut own = vec![0; graph.len()];
        for row in &part.layout.rows {
            row.entity.into_iter().for_each(|entity| own[graph.node(entity) as usize] += row.bytes);
        }
        let parents = dominators(graph);
        let retained = retained(graph, &parents, &own);
        for (position, row) in part.layout.rows.iter().enumerate() {
            let Some(node) = row.entity.map(|entity| graph.node(entity) as usize) else { continue };
            if parents[node].is_some() {
                let theirs = twiggy.items.retained_size(Id::entry(number, position));
                assert_eq!(u64::from(theirs), retained[node], "{}", part.name_of(row));
                checked += 1;
            }
        }
    }
    let sum: u64 = twiggy.items.iter().map(|item| u64::from(item.size())).sum();
    assert_eq!(sum, wasm.len() as u64);
    let written: Value = serde_json::from_str(&twiggy.garbage(u32::MAX).unwrap()).unwrap();
    let mut theirs: Vec<u64> = written.as_array().unwrap().iter().map(|row| row["bytes"].as_u64().unwrap()).collect();
    let sum = theirs.pop().unwrap();
    let ours: Vec<u64> = garbage::answer(&analysis).unwrap().rows.iter().map(|line| line.bytes).collect();
    assert_eq!((&theirs, sum), (&ours, ours.iter().sum()));
    (checked, ours.len())
}

#[test]
fn both_agree_on_what_is_retained_and_on_what_is_garbage() {
    let rest =
        "(import \"env\" \"memory\" (memory 1)) (import \"env\" \"g\" (global i32)) (import \"env\" \"f\" (func))
        (rec (type $a (struct (field (ref null $b)))) (type $b (array (mut i8))))
        (table 4 funcref) (elem (i32.const 0) func 3 9) (elem declare func 5 7) (elem $passive func 11)
        (data (i32.const 0) \"active\") (data $passive \"passive\") (global $own (ref null $b) (ref.null $b))";
    // From a fixed seed, so that a failure can be repeated.
    let mut dice = fastrand::Rng::with_seed(1);
    let mut roll = |sides: usize| dice.usize(..sides);
    let (mut retained, mut garbage) = (0, 0);
    for _ in 0..40 {
        let mut text = format!("(module {rest}");
        for function in 1..=60 {
            let export = if roll(15) == 0 { format!("(export \"{function}\")") } else { String::new() };
            let _ = write!(text, "(func {export}");
            for _ in 0..roll(3) {
                let _ = match roll(12) {
                    0 => write!(text, " (drop (global.get $own))"),
                    1 => write!(text, " (drop (ref.null $a))"),
                    2 => write!(text, " (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 1))"),
                    3 => write!(text, " (drop (ref.func {}))", [3, 5, 7, 9, 11][roll(5)]),
                    _ => write!(text, " (call {})", roll(61)),
                };
            }
            text.push(')');
        }
        let (one, other) = cross_check(&wat::parse_str(text + ")").unwrap());
        (retained, garbage) = (retained + one, garbage + other);
    }
    assert!(retained > 500 && garbage > 500, "{retained} {garbage}");
    let component =
        "(component (core module (func $dead) (func (export \"f\") call 2) (func nop)) (core module (memory 1)))";
    assert_eq!(cross_check(&wat::parse_str(component).unwrap()).1, 2);
}

#[test]
fn damaged_files_are_answered_or_refused() {
    let whole = wat::parse_str(
        "(module (import \"env\" \"f\" (func $f)) (rec) (rec (type $a (struct)) (type $b (array (ref $a)))) (table 2 funcref)
         (elem (i32.const 0) $f $g) (func $g (export \"g\") call $f ref.null $b drop) (func $\"\\5c\" call $g))",
    );
    let whole = whole.unwrap();
    // From a fixed seed, so that a failure can be repeated.
    let mut dice = fastrand::Rng::with_seed(1);
    let mut roll = |sides: usize| dice.usize(..sides);
    let mut answered = 0;
    for _ in 0..4000 {
        let mut wasm = whole.clone();
        for _ in 0..=roll(3) {
            wasm[roll(whole.len())] = u8::try_from(roll(256)).unwrap();
        }
        let Ok(analysis) = Analysis::of(&wasm) else { continue };
        let questions: [fn(Twiggy) -> anyhow::Result<String>; 3] =
            [|twiggy| twiggy.top(9, true), |twiggy| twiggy.dominators(None, None), |twiggy| twiggy.garbage(9)];
        for question in questions {
            if let Ok(text) = Twiggy::of(&analysis, Format::Json).and_then(question) {
                serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
                answered += 1;
            }
        }
    }
    assert!(answered > 1000, "{answered}");
}

#[test]
fn things_of_one_name_are_one_in_a_difference() {
    let [old, new] = ["", "nop nop"].map(|more| {
        let name = r#"(@name "twice \"\\\n")"#;
        wat::parse_str(format!("(module (func {name} nop) (func {name} {more} nop nop nop) (func {name} nop))"))
            .unwrap()
    });
    let (old, new) = (Analysis::of(&old).unwrap(), Analysis::of(&new).unwrap());
    let written: Value = serde_json::from_str(&diff(&old, &new, u32::MAX, Format::Json).unwrap()).unwrap();
    assert_eq!(written[0], serde_json::json!({ "delta_bytes": 2, "name": "twice \"\\\n" }));
    assert_eq!(written[1]["delta_bytes"], 2);
    assert_eq!(written.as_array().unwrap().len(), 2);
}
