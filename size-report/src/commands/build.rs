//! From a command line to a report: what `matrix`, `check` and `bless` have in
//! common.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;

use anyhow::{Context, Result};
use indexmap::IndexMap;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::axis::Axis;
use crate::cache::{Cache, write_whole};
use crate::cargo::Builder;
use crate::cargo_config::{self, CargoConfig, FlagSource};
use crate::cell::Cell;
use crate::compress;
use crate::config::{CellFilter, Config};
use crate::digest::Digest;
use crate::exit;
use crate::fingerprint;
use crate::matrix::Matrix;
use crate::measure::{Measurer, Outcome};
use crate::package::{Package, Workspace};
use crate::report::{Provenance, Report, SCHEMA};
use crate::rewrite::{self, Strip, slim};
use crate::toolchain::Toolchain;
use crate::wasm_opt::WasmOpt;

use super::matrix::{BuildOptions, ProjectOptions, matrix_of};

/// What is to be built, and what its configuration says.
#[derive(Debug)]
pub struct Project {
    /// The configuration, empty if there is none.
    pub config: Config,
    /// The package.
    pub package: Package,
}

/// What a build gave.
#[derive(Debug)]
pub struct Built {
    /// The sizes.
    pub report: Report,
    /// Where the modules are.
    pub cache: Cache,
    /// By compilation, the module as it was linked, if that was asked for.
    pub linked: BTreeMap<Cell, Digest>,
}

impl Project {
    /// Finds the configuration and the package that it is about.
    ///
    /// # Errors
    ///
    /// If there is no such package, or the configuration is no valid one.
    pub fn find(options: &ProjectOptions) -> Result<Self> {
        let workspace = Workspace::read(options.manifest_path.as_deref(), options.lock)?;
        let config = match &options.config {
            Some(path) => Config::read(path)?,
            None => {
                let mut folders: Vec<_> = workspace.root_package_folder().into_iter().collect();
                folders.push(workspace.root().to_owned());
                Config::find(&folders)?
            }
        };
        let name = options.package.as_deref().or(config.matrix.package.as_deref());
        let bin = options.bin.as_deref().or(config.matrix.bin.as_deref());
        let package = workspace.package(name, bin)?;
        Ok(Self { config, package })
    }
}

/// Builds and measures the cells of the matrix that `only` lets through, and
/// writes the modules that the options ask for. `links` asks for
/// [`Built::linked`].
///
/// # Errors
///
/// If nothing can be built as it was asked for, or the run was interrupted. A
/// cell that fails is a row of the report.
pub fn build(options: &BuildOptions, project: &Project, only: &CellFilter, links: bool) -> Result<Built> {
    static STOP: AtomicBool = AtomicBool::new(false);
    // A second Ctrl-C does not wait for builds that are under way.
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
    })
    .context("Ctrl-C cannot be caught")?;

    let Project { config, package } = project;
    let config = &config.matrix;
    let matrix = matrix_of(options, config.clone())?;
    for set in matrix.feature_sets.values() {
        package.check_features(set)?;
    }
    let toolchain = Toolchain::detect(&package.folder, &matrix.axes[&Axis::Target])?;
    let wasm_opt = find_wasm_opt(options, &matrix, package)?;
    let cache_folder = options.cache_dir.clone().unwrap_or_else(|| package.target_directory.join("size-report"));
    let cache = Cache::open(cache_folder.clone())?;
    let cores = available_parallelism().map_or(1, usize::from);
    let jobs = options.jobs.unwrap_or(cores).max(1);
    let client = jobserver::Client::new(jobs.max(cores)).context("a jobserver cannot be made")?;
    let builder = Builder {
        package,
        toolchain: &toolchain,
        profile: options.profile.as_deref().or(config.profile.as_deref()).unwrap_or("release"),
        lock: options.project.lock,
        jobs: &client,
    };
    warn_about_environment(&builder, &matrix)?;

    let cells = only.select(&matrix)?;
    let all = cells.len();
    let cells = options.shard.map_or_else(|| cells.clone(), |shard| shard.select(cells.clone()));
    let provenance = provenance(&builder, &matrix, wasm_opt.as_ref(), &cache_folder)?;
    let measurer = Measurer {
        builder,
        cache,
        feature_sets: &matrix.feature_sets,
        manifests: fingerprint::of_manifests(package)?,
        wasm_opt,
        exact: options.exact,
        jobs,
        build_folder: cache_folder.join("build"),
        stop: &STOP,
    };
    let outcomes = with_progress(&cells, |done| measurer.measure(&cells, done))?;

    let mut report = Report {
        schema: SCHEMA.to_owned(),
        provenance,
        axes: matrix.axes,
        feature_sets: matrix.feature_sets.clone(),
        cells: all,
        shard: options.shard,
        rows: Vec::new(),
        failures: Vec::new(),
    };
    for outcome in outcomes {
        match outcome {
            Ok(row) => report.rows.push(row),
            Err(failure) => report.failures.push(failure),
        }
    }
    if let Some(folder) = &options.keep {
        for row in &report.rows {
            let wasm = measurer.cache.content(row.sha256).context("a module vanished from the cache: run again")?;
            write_whole(&folder.join(format!("{}.wasm", row.cell)), &wasm)?;
        }
    }
    let mut linked = BTreeMap::new();
    if links || options.keep_named.is_some() {
        for row in &report.rows {
            let compilation = row.cell.compilation();
            if let Some(digest) = measurer.linked(&compilation)? {
                measurer.cache.remember(origin_of(row.sha256), &digest)?;
                linked.insert(compilation, digest);
            }
        }
    }
    let built = Built { report, cache: measurer.cache, linked };
    if let Some(folder) = &options.keep_named {
        for compilation in built.linked.keys() {
            if let Some(wasm) = built.named(compilation)? {
                write_whole(&folder.join(format!("{compilation}.wasm")), &wasm)?;
            }
        }
    }
    Ok(built)
}

/// The question of which linked module a module was made from.
fn origin_of(sha256: Digest) -> Digest {
    Digest::of_parts(["origin/1", &sha256.to_string()])
}

/// The module with its names that the module of that digest was once made from,
/// if the cache still has it.
pub fn origin(cache: &Cache, sha256: Digest) -> Option<Vec<u8>> {
    cache.content(cache.answer(origin_of(sha256))?)
}

impl Built {
    /// The module of a compilation, with its names and without DWARF.
    ///
    /// # Errors
    ///
    /// If the module is malformed.
    pub fn named(&self, compilation: &Cell) -> Result<Option<Vec<u8>>> {
        let linked = self.linked.get(compilation).and_then(|digest| self.cache.content(*digest));
        linked.map(|wasm| rewrite::strip(&wasm, Strip::Debuginfo)).transpose()
    }
}

fn find_wasm_opt(options: &BuildOptions, matrix: &Matrix, package: &Package) -> Result<Option<WasmOpt>> {
    if matrix.axes[&Axis::WasmOpt].iter().all(|arguments| arguments == "off") {
        return Ok(None);
    }
    let mut folders = vec![package.folder.clone()];
    folders.extend(std::env::current_dir());
    folders.extend(std::env::current_exe());
    WasmOpt::find(&options.wasm_opt_tool, &folders).map(Some)
}

/// cargo by itself would drop the flags of its configuration files now; say that
/// this run does not.
fn warn_about_environment(builder: &Builder<'_>, matrix: &Matrix) -> Result<()> {
    let folder = &builder.package.folder;
    for target in &matrix.axes[&Axis::Target] {
        if let FlagSource::Environment(flags) = CargoConfig::read(folder)?.flag_source(target, folder)? {
            eprintln!(
                "size-report: RUSTFLAGS is set ({}): its flags are used beside those of .cargo/config.toml, \
                 which cargo alone would drop",
                flags.join(" ")
            );
            break;
        }
    }
    Ok(())
}

fn provenance(
    builder: &Builder<'_>,
    matrix: &Matrix,
    wasm_opt: Option<&WasmOpt>,
    cache_folder: &Path,
) -> Result<Provenance> {
    let package = builder.package;
    let slims = matrix.axes.get(&Axis::Slim).is_some_and(|values| values.iter().any(|value| value == "on"));
    let lock_file = package.lock_file();
    let lock = std::fs::read(&lock_file).with_context(|| format!("{} cannot be read", lock_file.display()))?;
    let mut flags: Vec<String> = cargo_config::environment()
        .into_iter()
        .map(|(name, value)| format!("{name}={}", value.replace('\x1f', " ")))
        .collect();
    flags.extend(builder.remap_flags(cache_folder).iter().map(|flag| {
        let to = flag.rsplit('=').next().unwrap_or_default();
        format!("--remap-path-prefix=…={to}")
    }));
    Ok(Provenance {
        package: format!("{} {}", package.name, package.version),
        product: package.product.name().to_owned(),
        profile: builder.profile.to_owned(),
        rustc: builder.toolchain.summary(),
        cargo: builder.toolchain.cargo_version.clone(),
        wasm_opt: wasm_opt.map(|tool| tool.version().to_owned()),
        slim: slims.then(|| slim::VERSION.to_owned()),
        gzip: compress::GZIP.to_owned(),
        brotli: compress::BROTLI.to_owned(),
        lock_sha256: Digest::of(&lock),
        sources_sha256: fingerprint::of_sources(package)?,
        flags,
    })
}

/// Runs `work` with a progress bar on standard error, if a person is watching.
fn with_progress(
    cells: &[Cell],
    work: impl FnOnce(&(dyn Fn(&Cell) + Sync)) -> Result<Vec<Outcome>>,
) -> Result<Vec<Outcome>> {
    let watched = std::env::var_os("CI").is_none_or(|value| value.is_empty());
    let target = if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(cells.len() as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} cells, {eta} left  {msg}") {
        bar.set_style(style);
    }
    let outcomes = work(&|cell: &Cell| {
        bar.set_message(cell.slug());
        bar.inc(1);
    });
    bar.finish_and_clear();
    outcomes
}

/// Prints what tools said about cells that failed, each text once.
pub fn explain_failures(report: &Report) -> u8 {
    if report.failures.is_empty() {
        return exit::OK;
    }
    let mut by_message: IndexMap<&str, Vec<String>> = IndexMap::new();
    for failure in &report.failures {
        by_message.entry(&failure.message).or_default().push(failure.cell.slug());
    }
    for (message, cells) in by_message {
        eprintln!("size-report: {} cells failed, the first is {}:\n{}", cells.len(), cells[0], message.trim_end());
    }
    exit::TOOL_FAILED
}
