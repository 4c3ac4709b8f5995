//! `size-report check`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use indexmap::IndexMap;

use crate::annotate;
use crate::baseline::{Baseline, Field};
use crate::cache::write_whole;
use crate::cell::Cell;
use crate::digest::Digest;
use crate::explain::{by_crate, grown_functions};
use crate::output::{chosen, parse_export, write_text};
use crate::render::Format;
use crate::report::Row;
use crate::verdict::{Change, Explanation, Scope, Verdict};

use super::build::{Project, explain_failures};
use super::guard::{GuardOptions, Measured};
use super::rebuild;

/// The options of `size-report check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Builds once, never another commit: the baseline has the sizes to compare with.
Without a [[budget]] in size-report.toml, no fully stripped cell may grow, in any metric; other cells are for \
information. A cell of the baseline that the matrix does not have any more fails too, unless flags choose the cells.
With GITHUB_ACTIONS=true, cells that fail are annotated; the markdown is appended to the file that \
GITHUB_STEP_SUMMARY names. Neither needs a token.

Exit codes: 0 every size is within its budget · 1 one is not · 2 the request cannot be carried out as given · \
3 a tool failed · 4 there is no baseline (`size-report bless` makes it) · 5 the baseline was made with other tools, \
so sizes are shown and not judged · 130 interrupted")]
pub struct Options {
    /// Which sizes, and which baseline
    #[command(flatten)]
    guard: GuardOptions,
    /// Make the sizes of today the baseline, as `size-report bless` does
    #[arg(long, help_heading = "Baseline")]
    update: bool,
    /// Judge the sizes even if these differ from the baseline's: rustc host wasm-opt slim gzip brotli; without a list, all
    #[arg(
        long,
        value_enum,
        value_name = "LIST",
        value_delimiter = ',',
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "all",
        hide_possible_values = true,
        help_heading = "Baseline"
    )]
    ignore_toolchain: Vec<Field>,
    /// If a cell fails and the module of its baseline is not at hand, build it from the baseline's commit, in a
    /// worktree that goes again
    #[arg(long, help_heading = "Baseline")]
    rebuild: bool,
    /// How to write the verdict [default: by the extension of --output, or else text]
    #[arg(long, value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// Write the verdict to FILE, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write it to FILE, in the format of its extension: .json .csv .md .html .txt
    #[arg(long, value_name = "FILE", value_parser = parse_export)]
    export: Vec<(PathBuf, Format)>,
}

/// Compares sizes with a baseline.
pub fn run(options: Options) -> Result<u8> {
    let project = Project::find(&options.guard.build.project)?;
    let path = options.guard.baseline_path(&project);
    let config = &project.config.check;
    if options.update {
        return options.guard.measure(&project)?.bless(&project, &path, config.keep_modules);
    }
    let baseline = Baseline::read(&path)?;
    let measured = options.guard.measure(&project)?;
    let ignored = [&config.ignore_toolchain[..], &options.ignore_toolchain].concat();
    let scope = Scope { budgets: &project.config.budget, whole: options.guard.is_whole(), ignored: &ignored };
    let mut verdict = Verdict::of(&measured.report, &baseline, scope)?;
    let blessed = |compilation: &Cell, sha256| {
        let found = measured.blessed(compilation, sha256, &baseline, &path);
        match (&baseline.commit, &found) {
            (Some(commit), Err(_)) if options.rebuild => {
                let commit = commit.trim_end_matches("-dirty");
                rebuild::module(&project, &measured.report, compilation, commit).map_err(|error| format!("{error:#}"))
            }
            _ => found,
        }
    };
    verdict.explanations = explanations(&verdict, &measured, &baseline, blessed)?;
    options.write(&verdict, &path)?;
    explain_failures(&measured.report);
    Ok(verdict.exit_code())
}

impl Options {
    fn write(&self, verdict: &Verdict, baseline: &Path) -> Result<()> {
        for (path, format) in &self.export {
            write_whole(path, format.render_verdict(verdict)?.as_bytes())?;
        }
        annotate::step_summary(&Format::Markdown.render_verdict(verdict)?)?;
        let format = chosen(self.format, self.output.as_deref());
        let text = format.render_verdict(verdict)?;
        write_text(self.output.as_deref(), &text)?;
        let annotations = annotate::annotations(verdict, baseline);
        // Lines of another kind would spoil what a program reads; GitHub takes
        // them from standard error too.
        match (self.output.is_none(), format) {
            (true, Format::Json | Format::Csv | Format::Html) => eprint!("{annotations}"),
            _ => write_text(None, &annotations)?,
        }
        Ok(())
    }
}

/// What grew in the modules of the cells that are over their budget, once for
/// all cells of a compilation. `blessed` finds the baseline's module.
fn explanations(
    verdict: &Verdict,
    measured: &Measured,
    baseline: &Baseline,
    blessed: impl Fn(&Cell, Digest) -> Result<Vec<u8>, String>,
) -> Result<Vec<Explanation>> {
    let over = |row: &&Row| {
        let slug = row.cell.slug();
        verdict.cells.iter().any(|cell| cell.cell == slug && cell.change == Change::OverBudget && cell.old.is_some())
    };
    let mut rows: IndexMap<Cell, Vec<&Row>> = IndexMap::new();
    for row in measured.report.rows.iter().filter(over) {
        rows.entry(row.cell.compilation()).or_default().push(row);
    }
    rows.into_iter()
        .map(|(compilation, rows)| {
            let cells: Vec<String> = rows.iter().map(|row| row.cell.slug()).collect();
            let sha256 = baseline.cells[&cells[0]].sha256;
            let mut explanation = Explanation {
                compilation: compilation.slug(),
                cells,
                crates: Vec::new(),
                functions: Vec::new(),
                missing: None,
            };
            let old = blessed(&compilation, sha256);
            match old.and_then(|old| Ok((old, measured.named(&compilation).map_err(|error| format!("{error:#}"))??))) {
                Ok((old, new)) => {
                    explanation.functions = grown_functions(&old, &new)?;
                    explanation.crates = by_crate(&explanation.functions);
                }
                Err(missing) => explanation.missing = Some(missing),
            }
            Ok(explanation)
        })
        .collect()
}
