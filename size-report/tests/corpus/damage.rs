//! Files that are cut off, changed and mixed up: each command answers, or says
//! what is wrong and where, and takes no more memory than a file of that length
//! may.

use std::{fs, iter};

use fastrand::Rng;
use wasmparser::{Parser, Payload};

use crate::modules::{Module, corpus, hand_made};
use crate::run::Run;

/// The commands, with `F` in place of the damaged file and `W` of the whole one.
const COMMANDS: [&[&str]; 10] = [
    &["twiggy", "dominators", "F"],
    &["top", "F"],
    &["leb", "F"],
    &["show", "F", "--sections", "--top", "--dominators", "--paths", "--monos", "--garbage", "--crates", "--leb"],
    &["diff", "F", "W"],
    &["diff", "W", "F"],
    &["slim", "F", "--output", "/dev/null"],
    &["validate", "F"],
    &["wat", "F"],
    &["wat", "F", "--func", "0"],
];

/// What is wrong without being so at one place of the file.
const WITHOUT_A_PLACE: [&str; 3] =
    ["compare them one by one", "this is a component: take a module out", "no function is called `0`"];

/// What a run may take whatever the file is, in bytes, and how many times the
/// file beyond that: a thing of two bytes is a row with a name.
const BASE: u64 = 64 << 20;
const TIMES: u64 = 64;

fn bytes(dice: &mut Rng, count: usize) -> Vec<u8> {
    iter::repeat_with(|| dice.u8(..)).take(count).collect()
}

/// Where the sections of a file begin, and where it ends.
fn boundaries(wasm: &[u8]) -> Vec<usize> {
    let payloads = Parser::new(0).parse_all(wasm).filter_map(Result::ok);
    let ranges = payloads.filter_map(|payload| match payload {
        Payload::CustomSection(section) => Some(section.range()),
        other => other.as_section().map(|(_, range)| range),
    });
    ranges.flat_map(|range| [range.start, range.end]).map(|at| usize::try_from(at).unwrap()).collect()
}

/// A copy of `wasm` with one to three things wrong with it.
fn damaged(wasm: &[u8], dice: &mut Rng) -> Vec<u8> {
    let mut wasm = wasm.to_vec();
    for _ in 0..=dice.usize(..3) {
        let at = dice.usize(..wasm.len());
        match dice.usize(..6) {
            0 => wasm.truncate(at.max(1)),
            1 => wasm[at] ^= 1 << dice.usize(..8),
            2 => wasm[at] = dice.u8(..),
            // The largest number that there is, where one was expected or not.
            3 => drop(wasm.splice(at..(at + 1).min(wasm.len()), [0xff, 0xff, 0xff, 0xff, 0x0f])),
            4 => {
                let from = dice.usize(..wasm.len());
                let stretch = wasm[from..wasm.len().min(from + 40)].to_vec();
                drop(wasm.splice(at..at, stretch));
            }
            _ => drop(wasm.drain(at..wasm.len().min(at + 1 + dice.usize(..20)))),
        }
        if wasm.is_empty() {
            break;
        }
    }
    wasm
}

/// Runs every command on damaged copies of `module`, and gives how many were
/// refused.
fn refused(module: &Module, copies: &[Vec<u8>]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.wasm");
    let mut refused = 0;
    for (number, copy) in copies.iter().enumerate() {
        fs::write(&path, copy).unwrap();
        for command in COMMANDS {
            let arguments: Vec<&str> = command
                .iter()
                .map(|argument| match *argument {
                    "F" => path.to_str().unwrap(),
                    "W" => module.arg(),
                    other => other,
                })
                .collect();
            let run = Run::of(&arguments);
            let about = || {
                let kept = std::env::temp_dir().join("size-report-damaged.wasm");
                fs::write(&kept, copy).unwrap();
                format!("{command:?} {} copy {number}, kept as {}: {}", module.name, kept.display(), run.stderr)
            };
            match run.code {
                Some(0) => {}
                Some(2) => {
                    refused += 1;
                    let has_place = run.stderr.contains("offset 0x");
                    assert!(has_place || WITHOUT_A_PLACE.iter().any(|text| run.stderr.contains(text)), "{}", about());
                }
                code => panic!("exit code {code:?}: {}", about()),
            }
            let length = (copy.len() as u64).max(module.bytes);
            assert!(run.peak <= BASE + TIMES * length, "{} bytes of memory: {}", run.peak, about());
        }
    }
    refused
}

#[test]
fn damaged_files_of_every_kind_are_answered_or_refused() {
    let (_folder, modules) = hand_made();
    let mut dice = Rng::with_seed(0xda3e);
    let mut all = 0;
    for module in &modules {
        let whole = module.read();
        let mut copies = vec![whole[..whole.len() - 1].to_vec()];
        copies.extend((0..4).map(|_| damaged(&whole, &mut dice)));
        all += refused(module, &copies);
    }
    assert!(all > 200, "only {all} runs found fault with a damaged file");
}

#[test]
#[ignore = "make test-corpus"]
fn damaged_files_of_the_corpus_are_answered_or_refused() {
    let mut dice = Rng::with_seed(0xc0_4b05);
    for module in corpus().iter().filter(|module| module.bytes < 1_500_000) {
        let whole = module.read();
        let at_boundaries = boundaries(&whole).into_iter().flat_map(|at| [at - 1, at, at + 1]);
        let mut lengths: Vec<usize> = at_boundaries.filter(|at| *at < whole.len()).collect();
        lengths.extend((0..4).map(|_| dice.usize(..whole.len())));
        let mut copies: Vec<Vec<u8>> = lengths.into_iter().map(|length| whole[..length].to_vec()).collect();
        copies.extend((0..30).map(|_| damaged(&whole, &mut dice)));
        let noise = bytes(&mut dice, 500);
        copies.extend([Vec::new(), noise.clone(), [b"\0asm\x01\0\0\0", &noise[..]].concat()]);
        println!("{:>5} of {:>5} refused: {}", refused(module, &copies), copies.len() * COMMANDS.len(), module.name);
    }
}
