//! `size-report bless`.

use anyhow::Result;

use super::build::Project;
use super::guard::GuardOptions;
use super::matrix::AFTER_HELP;

/// The options of `size-report bless`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Options {
    /// Which sizes, and which baseline
    #[command(flatten)]
    guard: GuardOptions,
    /// Keep the modules beside the baseline, in `modules/`, with their names and without DWARF, so that a check
    /// anywhere can say what grew [default: keep-modules in the configuration]
    #[arg(long, help_heading = "Baseline")]
    keep_modules: bool,
}

/// Makes the sizes of today the baseline.
pub fn run(options: Options) -> Result<u8> {
    let project = Project::find(&options.guard.build.project)?;
    let path = options.guard.baseline_path(&project);
    let measured = options.guard.measure(&project)?;
    measured.bless(&project, &path, options.keep_modules || project.config.check.keep_modules)
}
