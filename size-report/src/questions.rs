//! What can be asked about a file, each question in a file of its own: a pure
//! function from the file taken apart to rows.

pub mod crates;
pub mod dominators;
pub mod garbage;
pub mod leb;
pub mod monos;
pub mod paths;
pub mod sections;
pub mod top;
pub mod tree;

use anyhow::Result;
use clap::ValueEnum;

use self::crates::By;
use crate::listing::Limited;
use crate::module::analysis::Analysis;

/// The questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Question {
    /// Each section, and what is not in any
    Sections,
    /// Each function, segment, import, export, type and custom section
    Top,
    /// What each thing keeps alive: its own bytes and those of all that would go with it
    Dominators,
    /// Why the largest things, or those that match, are there: who refers to them
    Paths,
    /// Generic functions that were compiled several times
    Monos,
    /// What nothing can reach
    Garbage,
    /// Bytes by crate, module path, source file or source line
    Crates,
    /// Bytes lost to integers that are written longer than they need to be
    Leb,
}

/// What questions are asked with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Details<'a> {
    /// At most so many rows.
    pub limit: Option<usize>,
    /// `paths`: only what has this in its name.
    pub pattern: Option<&'a str>,
    /// `crates`: what code is told apart by.
    pub by: By,
}

impl Question {
    /// Answers the question.
    ///
    /// # Errors
    ///
    /// If a function body or the DWARF is malformed, or `details` ask for what is
    /// not there.
    pub fn answer(self, analysis: &Analysis<'_>, details: Details<'_>) -> Result<Limited> {
        let listing = match self {
            Self::Top => return Ok(top::answer(analysis, details.limit)),
            Self::Dominators => return dominators::answer(analysis, details.limit),
            Self::Paths => return paths::answer(analysis, details.pattern, details.limit),
            Self::Sections => sections::answer(analysis),
            Self::Monos => monos::answer(analysis),
            Self::Garbage => garbage::answer(analysis)?,
            Self::Crates => crates::answer(analysis, details.by)?,
            Self::Leb => leb::answer(analysis)?,
        };
        Ok(listing.limited(details.limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_files_are_answered_and_never_panic() {
        let files = [
            "(module (import \"env\" \"f\" (func $f (param i32))) (memory 1) (table 2 funcref) (elem (i32.const 0) $g)
             (data (i32.const 0) \"text\") (func $g (export \"g\") (local i64) i32.const 1 call $f i32.const 0 call_indirect))",
            "(component (core module (func (export \"f\"))) (component (core module (memory 1))))",
        ];
        // From a fixed seed, so that a failure can be repeated.
        let mut dice = fastrand::Rng::with_seed(1);
        let mut answered = 0;
        for file in files {
            let whole = wat::parse_str(file).unwrap();
            for round in 0..4000 {
                let mut wasm = whole.clone();
                if round < whole.len() {
                    wasm.truncate(round);
                } else {
                    for _ in 0..=dice.usize(..3) {
                        let at = dice.usize(..wasm.len());
                        wasm[at] = dice.u8(..);
                    }
                }
                let compared = crate::difference::of_modules(&whole, &wasm);
                let Ok(analysis) = Analysis::of(&wasm) else {
                    assert!(compared.is_err());
                    continue;
                };
                for question in Question::value_variants() {
                    answered += usize::from(question.answer(&analysis, Details::default()).is_ok());
                }
                for question in [Question::Sections, Question::Top, Question::Crates] {
                    let sum: u64 =
                        question.answer(&analysis, Details::default()).unwrap().rows.iter().map(|row| row.bytes).sum();
                    assert_eq!(sum, wasm.len() as u64);
                }
            }
        }
        assert!(answered > 1000, "most damaged files were refused, so nothing was tried: {answered}");
    }
}
