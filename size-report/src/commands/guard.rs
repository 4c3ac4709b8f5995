//! What `check` and `bless` have in common: which sizes, and which baseline.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::baseline::{self, Baseline};
use crate::cache::write_whole;
use crate::cell::Cell;
use crate::digest::Digest;
use crate::exit;
use crate::git;
use crate::report::Report;

use super::build::{self, Built, Project};
use super::matrix::BuildOptions;

/// The options of `check` and `bless`.
#[derive(Debug, clap::Args)]
pub struct GuardOptions {
    /// What is built
    #[command(flatten)]
    pub build: BuildOptions,
    /// The baseline [default: baselines/<package>.json in the folder of the workspace]
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub baseline: Option<PathBuf>,
    /// Build nothing: use this report, which `matrix` or `merge` wrote as JSON
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    report: Option<PathBuf>,
    /// With --report: the folder that `matrix --keep-named` wrote
    #[arg(long, value_name = "FOLDER", requires = "report", help_heading = "Baseline")]
    modules: Option<PathBuf>,
}

/// Sizes, and the modules that have them.
#[derive(Debug)]
pub struct Measured {
    /// The cells that are guarded.
    pub report: Report,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Built(Box<Built>),
    Folder(PathBuf),
    Nowhere,
}

/// Where the baseline of a project is.
pub fn baseline_path(project: &Project) -> PathBuf {
    let default = || format!("baselines/{}.json", project.package.name).into();
    project.package.workspace.join(project.config.check.baseline.clone().unwrap_or_else(default))
}

impl GuardOptions {
    /// Where the baseline is.
    pub fn baseline_path(&self, project: &Project) -> PathBuf {
        self.baseline.clone().unwrap_or_else(|| baseline_path(project))
    }

    /// Whether the sizes are those of every cell that the configuration guards.
    pub fn is_whole(&self) -> bool {
        !self.build.choose_cells()
    }

    /// Builds and measures, or reads what was measured elsewhere.
    ///
    /// # Errors
    ///
    /// If the one or the other is not possible.
    pub fn measure(&self, project: &Project) -> Result<Measured> {
        let only = project.config.check.cells();
        let Some(path) = &self.report else {
            ensure!(
                self.build.shard.is_none(),
                "a shard is no whole: build shards with `size-report matrix --shard`, merge them, and give --report"
            );
            let built = build::build(&self.build, project, &only, true)?;
            return Ok(Measured { report: built.report.clone(), source: Source::Built(Box::new(built)) });
        };
        let text = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let mut report = Report::from_json(&text)
            .with_context(|| format!("{} is no matrix report (make one with --format json)", path.display()))?;
        if let Some(shard) = report.shard {
            anyhow::bail!(
                "{} is shard {shard} of a matrix: merge all of them with `size-report merge`",
                path.display()
            );
        }
        report.rows.retain(|row| only.matches(&row.cell));
        report.failures.retain(|failure| only.matches(&failure.cell));
        let source = self.modules.clone().map_or(Source::Nowhere, Source::Folder);
        Ok(Measured { report, source })
    }
}

impl Measured {
    /// The module of a compilation with its names, or why it is not at hand.
    ///
    /// # Errors
    ///
    /// If it is malformed.
    pub fn named(&self, compilation: &Cell) -> Result<Result<Vec<u8>, String>> {
        let found = match &self.source {
            Source::Built(built) => built.named(compilation)?,
            Source::Folder(folder) => std::fs::read(folder.join(format!("{compilation}.wasm"))).ok(),
            Source::Nowhere => None,
        };
        Ok(found.ok_or_else(|| {
            "the new module is not at hand\n\
             next step: build with `matrix --keep-named FOLDER`, and check with `--modules FOLDER`"
                .to_owned()
        }))
    }

    /// The module with its names that the baseline's cell was made from, or why
    /// it is not at hand.
    pub fn blessed(
        &self,
        compilation: &Cell,
        sha256: Digest,
        baseline: &Baseline,
        path: &Path,
    ) -> Result<Vec<u8>, String> {
        let kept = std::fs::read(baseline::modules_folder(path).join(format!("{compilation}.wasm"))).ok();
        let cached = || match &self.source {
            Source::Built(built) => build::origin(&built.cache, sha256),
            _ => None,
        };
        kept.or_else(cached).ok_or_else(|| {
            let commit = baseline.commit.as_deref().unwrap_or("the commit of the baseline").trim_end_matches("-dirty");
            format!(
                "the module of the baseline is not at hand, neither beside it nor in the cache\n\
                 next step: check with --rebuild, which builds {commit} for it; or bless with --keep-modules, which keeps \
                 modules beside the baseline"
            )
        })
    }

    /// Makes these sizes the baseline at `path`, and says what changed. With
    /// `keep`, the modules go beside it; without, those of the last time go.
    ///
    /// # Errors
    ///
    /// If something cannot be written.
    pub fn bless(&self, project: &Project, path: &Path, keep: bool) -> Result<u8> {
        if !self.report.failures.is_empty() {
            eprintln!("size-report: {} was left as it is, since cells failed", path.display());
            return Ok(build::explain_failures(&self.report));
        }
        let old = Baseline::read(path).ok();
        let new = Baseline::of(&self.report, git::describe(&project.package.workspace));
        // A commit alone is no news.
        let same = old.as_ref().is_some_and(|old| Baseline { commit: old.commit.clone(), ..new.clone() } == *old);
        if !same {
            write_whole(path, new.to_json()?.as_bytes())?;
        }
        let kept = self.keep_modules(&baseline::modules_folder(path), keep)?;
        println!("{}: {}", path.display(), described(old.as_ref(), &new));
        if kept > 0 {
            println!("{}: modules kept: {kept}", baseline::modules_folder(path).display());
        }
        Ok(exit::OK)
    }

    fn keep_modules(&self, folder: &Path, keep: bool) -> Result<usize> {
        let mut names = Vec::new();
        if keep {
            for row in &self.report.rows {
                let compilation = row.cell.compilation();
                let name = format!("{compilation}.wasm");
                if names.contains(&name) {
                    continue;
                }
                let wasm = self.named(&compilation)?.map_err(anyhow::Error::msg)?;
                if std::fs::read(folder.join(&name)).ok().as_ref() != Some(&wasm) {
                    write_whole(&folder.join(&name), &wasm)?;
                }
                names.push(name);
            }
        }
        // A module of an older baseline would explain a growth that was not.
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".wasm") && !names.contains(&name) {
                std::fs::remove_file(entry.path())
                    .with_context(|| format!("{} cannot be removed", entry.path().display()))?;
            }
        }
        Ok(names.len())
    }
}

/// What is new about a baseline, in words.
fn described(old: Option<&Baseline>, new: &Baseline) -> String {
    let Some(old) = old else { return format!("cells that are guarded from now on: {}", new.cells.len()) };
    let mut changed = 0;
    let mut added = 0;
    for (slug, cell) in &new.cells {
        match old.cells.get(slug) {
            Some(before) if before.bytes == cell.bytes => {}
            Some(_) => changed += 1,
            None => added += 1,
        }
    }
    let dropped = old.cells.keys().filter(|slug| !new.cells.contains_key(*slug)).count();
    let tools = if old.tools == new.tools { "" } else { ", other tools" };
    format!("cells: {} ({changed} changed, {added} new, {dropped} dropped{tools})", new.cells.len())
}
