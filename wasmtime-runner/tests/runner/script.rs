//! Calls of the system in a short notation, which a guest makes one after another.
//!
//! A step is the name of a call and its arguments: numbers, some by the names below,
//! joined with `|`; `'text'` for the address and the length of a string; `@32` for what is in memory
//! at 32. `peek8 ADDRESS`, `peek32` and `peek64` read the memory, `poke32 ADDRESS
//! VALUE` and `poke64` write to it. What lies below 256 and at 1024 is free for
//! results; at `VECTOR` is a vector of one buffer, of 8 bytes at 1024.

use std::fmt::Write as _;

use crate::program::{CALLS, Place, Run, command_with};

const NAMES: [(&str, i64); 10] = [
    // Rights.
    ("READ", 2),
    ("WRITE", 64),
    // How `path_open` opens.
    ("CREATE", 1),
    ("FOLDER", 2),
    ("EXCLUSIVE", 4),
    ("EMPTY", 8),
    // Flags of a descriptor, and of a path.
    ("APPEND", 1),
    ("FOLLOW", 1),
    ("VECTOR", 256),
    // An address of which the last bytes are outside of the one page of memory.
    ("OUT", 65534),
];

/// Where strings begin, and where the answers are kept.
const STRINGS: usize = 4096;
const ANSWERS: usize = 32768;

/// Makes the calls of `steps` in one guest, each of which answers as expected.
#[track_caller]
pub fn answers(place: &Place, grants: &[&str], steps: &[(&str, i64)]) {
    let mut script = Script::default();
    for (number, (step, _)) in steps.iter().enumerate() {
        script.step(number, step);
    }
    let output = place.program(script.save(place, steps.len(), grants)).output().unwrap();
    let found: Vec<i64> = output.stderr.as_chunks().0.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect();
    assert!(output.status.success() && found.len() == steps.len(), "{:?}", Run::of(output));
    let wrong = steps.iter().zip(&found).filter(|((_, expected), found)| expected != *found);
    let wrong: String = wrong.map(|((step, expected), found)| format!("\n{step}: {found}, not {expected}")).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// That the guest is ended by the last of `steps`, for an address that leads out of
/// the memory, or a value that is none of its type.
#[track_caller]
pub fn traps(place: &Place, grants: &[&str], steps: &[&str]) {
    let mut script = Script::default();
    for (number, step) in steps.iter().enumerate() {
        script.step(number, step);
    }
    let run = place.run(script.save(place, 0, grants));
    assert_eq!(run.code, Some(134), "{steps:?}: {}", run.stderr);
    assert!(run.stderr.contains("a call of the host failed: "), "{steps:?}: {}", run.stderr);
}

#[derive(Default)]
struct Script {
    strings: String,
    body: String,
}

impl Script {
    fn step(&mut self, number: usize, step: &str) {
        let (name, rest) = step.split_once(' ').unwrap_or((step, ""));
        let mut arguments = self.arguments(rest).into_iter();
        let mut next = |kind: char| {
            let argument = arguments.next().unwrap_or_else(|| panic!("{step}: an argument is missing"));
            match (kind, argument.strip_prefix('@')) {
                ('i', None) => format!("(i32.const {argument})"),
                ('i', Some(address)) => format!("(i32.load (i32.const {address}))"),
                (_, None) => format!("(i64.const {argument})"),
                (_, Some(address)) => format!("(i64.load (i32.const {address}))"),
            }
        };
        let value = match name {
            "peek8" => format!("(i64.load8_u {})", next('i')),
            "peek32" => format!("(i64.load32_u {})", next('i')),
            "peek64" => format!("(i64.load {})", next('i')),
            "poke32" => format!("(i64.const 0) (i64.store32 {} {})", next('i'), next('l')),
            "poke64" => format!("(i64.const 0) (i64.store {} {})", next('i'), next('l')),
            _ => {
                let (_, kinds) = CALLS.iter().find(|(call, _)| *call == name).unwrap_or_else(|| panic!("{step}"));
                let arguments: String = kinds.chars().map(next).collect();
                format!("(i64.extend_i32_u (call ${name} {arguments}))")
            }
        };
        assert_eq!(arguments.next(), None, "{step}: there is one argument too many");
        let _ = write!(self.body, "{value} (local.set $answer)");
        let _ = write!(self.body, "(i64.store (i32.const {}) (local.get $answer))", ANSWERS + 8 * number);
    }

    fn arguments(&mut self, text: &str) -> Vec<String> {
        let mut arguments = Vec::new();
        for (index, part) in text.split('\'').enumerate() {
            if index % 2 == 1 {
                arguments.push((STRINGS + self.strings.len() / 3).to_string());
                arguments.push(part.len().to_string());
                part.bytes().for_each(|byte| write!(self.strings, "\\{byte:02x}").unwrap());
                continue;
            }
            for word in part.split_whitespace() {
                let flag = |name| NAMES.iter().find(|(flag, _)| *flag == name).map(|(_, value)| *value);
                let flags: Option<i64> = word.split('|').map(flag).sum();
                arguments.push(flags.map_or_else(|| word.to_owned(), |flags| flags.to_string()));
            }
        }
        arguments
    }

    /// Writes the guest, and says how to run it. It writes the answers to standard
    /// error.
    fn save(&self, place: &Place, steps: usize, grants: &[&str]) -> Vec<String> {
        let Self { strings, body } = self;
        let (vector, length) = (ANSWERS - 8, 8 * steps);
        let report = format!(
            "(i32.store (i32.const {vector}) (i32.const {ANSWERS})) (i32.store offset=4 (i32.const {vector}) (i32.const {length}))
             (drop (call $fd_write (i32.const 2) (i32.const {vector}) (i32.const 1) (i32.const 0)))"
        );
        let gap = "\\00".repeat(STRINGS - 256 - 8);
        let data = format!("\\00\\04\\00\\00\\08\\00\\00\\00{gap}{strings}");
        place.file("script.wat", command_with(&data, &format!("(local $answer i64) {body} {report}")));
        ["run", "--env", "A=1"]
            .iter()
            .chain(grants)
            .chain(&["script.wat", "argument"])
            .map(|&text| text.to_owned())
            .collect()
    }
}
