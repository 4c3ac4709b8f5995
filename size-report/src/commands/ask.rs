//! `size-report sections`, `top` and the other questions about a file, and
//! `show`, which asks several at once.

use std::path::PathBuf;

use anyhow::Result;

use crate::exit;
use crate::module::analysis::about;
use crate::output;
use crate::questions::crates::By;
use crate::questions::tree::tree;
use crate::questions::{Details, Question};
use crate::render::Format;
use crate::render::listing::{File, render};

/// The options of a question.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The module or component
    file: PathBuf,
    /// Take the names, and the DWARF, from FILE: the same file before it was stripped
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// How to write the answer [default: by the extension of --output, or else text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the answer to FILE, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show at most N rows of each answer [default: 1000 in HTML, 10 in the text of `show`, else all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// The options of `size-report paths`.
#[derive(Debug, clap::Args)]
pub struct PathsOptions {
    /// What is asked, and how
    #[command(flatten)]
    options: Options,
    /// Only what has this in its name; without it, the largest things
    #[arg(value_name = "NAME")]
    pattern: Option<String>,
}

/// The options of `size-report crates`.
#[derive(Debug, clap::Args)]
pub struct CratesOptions {
    /// What is asked, and how
    #[command(flatten)]
    options: Options,
    /// What the code of functions is told apart by
    #[arg(long, value_enum, default_value = "crate")]
    by: By,
}

/// The options of `size-report show`.
#[derive(Debug, clap::Args)]
pub struct ShowOptions {
    /// What is asked, and how
    #[command(flatten)]
    options: Options,
    /// Each section
    #[arg(long)]
    sections: bool,
    /// Each function, segment, import, export, type and custom section
    #[arg(long)]
    top: bool,
    /// What each thing keeps alive
    #[arg(long)]
    dominators: bool,
    /// Who leads to the largest things
    #[arg(long)]
    paths: bool,
    /// Generic functions that were compiled several times
    #[arg(long)]
    monos: bool,
    /// What nothing can reach
    #[arg(long)]
    garbage: bool,
    /// Bytes by crate
    #[arg(long)]
    crates: bool,
    /// Bytes lost to padded integers
    #[arg(long)]
    leb: bool,
}

impl Options {
    fn format(&self) -> Format {
        output::chosen(self.format, self.output.as_deref())
    }

    fn limit(&self) -> Option<usize> {
        self.limit.or((self.format() == Format::Html).then_some(ROWS_OF_A_PAGE))
    }
}

/// Answers one question.
pub fn run(question: Question, options: Options) -> Result<u8> {
    answer(&options, &[question], Details::default())
}

/// Answers `paths`.
pub fn run_paths(options: PathsOptions) -> Result<u8> {
    let details = Details { pattern: options.pattern.as_deref(), ..Details::default() };
    answer(&options.options, &[Question::Paths], details)
}

/// Answers `crates`.
pub fn run_crates(options: CratesOptions) -> Result<u8> {
    answer(&options.options, &[Question::Crates], Details { by: options.by, ..Details::default() })
}

/// Answers several questions from one reading of the file.
pub fn run_show(mut options: ShowOptions) -> Result<u8> {
    let asked = [
        (options.sections, Question::Sections),
        (options.top, Question::Top),
        (options.dominators, Question::Dominators),
        (options.paths, Question::Paths),
        (options.monos, Question::Monos),
        (options.garbage, Question::Garbage),
        (options.crates, Question::Crates),
        (options.leb, Question::Leb),
    ];
    let mut questions: Vec<Question> =
        asked.into_iter().filter_map(|(wanted, question)| wanted.then_some(question)).collect();
    if questions.is_empty() {
        questions = vec![Question::Sections, Question::Crates, Question::Top, Question::Dominators, Question::Garbage];
    }
    if options.options.format() == Format::Text {
        options.options.limit.get_or_insert(ROWS_OF_A_SUMMARY);
    }
    answer(&options.options, &questions, Details::default())
}

/// How many rows of each answer a summary shows.
const ROWS_OF_A_SUMMARY: usize = 10;
/// The same of a page, whose treemap has all of them.
const ROWS_OF_A_PAGE: usize = 1_000;

fn answer(options: &Options, questions: &[Question], details: Details<'_>) -> Result<u8> {
    let text = about(&options.file, options.names.as_deref(), |analysis| {
        let details = Details { limit: options.limit(), ..details };
        let answer = |question: &Question| question.answer(analysis, details);
        let answers: Vec<_> = questions.iter().map(answer).collect::<Result<_>>()?;
        let file = File { path: options.file.display().to_string(), bytes: analysis.bytes };
        render(options.format(), &file, &answers, || tree(analysis))
    })?;
    output::write_text(options.output.as_deref(), &text)?;
    Ok(exit::OK)
}
