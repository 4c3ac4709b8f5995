//! `size-report matrix`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;

use anyhow::{Context, Result, bail};
use indexmap::IndexMap;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::axis::Axis;
use crate::cache::{Cache, write_whole};
use crate::cargo::Builder;
use crate::cargo_config::{self, CargoConfig, FlagSource};
use crate::cell::Cell;
use crate::compress;
use crate::config::{Config, MatrixConfig};
use crate::digest::Digest;
use crate::exit;
use crate::fingerprint;
use crate::matrix::{FeatureSet, Matrix, Shard};
use crate::measure::{Measurer, Outcome};
use crate::output::OutputOptions;
use crate::package::{LockOptions, Package, Workspace};
use crate::report::{Provenance, Report, SCHEMA};
use crate::rule::{Rule, Values};
use crate::toolchain::Toolchain;
use crate::wasm_opt::WasmOpt;

/// The options of `size-report matrix`. Each axis given here replaces that axis
/// of the configuration.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without axes: every opt-level × lto × strip, 54 cells from 18 compilations.
Configuration: size-report.toml in the folder of the package or of its workspace, or --config.
Modules are linked unstripped. `strip` is then applied to the linked module: `debuginfo` drops the .debug_* \
sections, `symbols` also name, producers and target_features. The sizes are those of rustc's own strip.")]
pub struct Options {
    /// The Cargo.toml of the package or workspace to build
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The package, if the workspace has several that make a module
    #[arg(short, long, value_name = "NAME")]
    package: Option<String>,
    /// Build this binary, not the library
    #[arg(long, value_name = "NAME")]
    bin: Option<String>,
    /// The cargo profile that cells start from [default: release]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,

    /// Target triples
    #[arg(long, value_delimiter = ',', value_name = "LIST", help_heading = "Axes")]
    target: Vec<String>,
    /// 0 1 2 3 s z
    #[arg(long, value_delimiter = ',', value_name = "LIST", help_heading = "Axes")]
    opt_level: Vec<String>,
    /// off thin fat
    #[arg(long, value_delimiter = ',', value_name = "LIST", help_heading = "Axes")]
    lto: Vec<String>,
    /// Numbers from 1 on [default: as the profile has it]
    #[arg(long, value_delimiter = ',', value_name = "LIST", help_heading = "Axes")]
    codegen_units: Vec<String>,
    /// abort unwind [default: as the profile has it]
    #[arg(long, value_delimiter = ',', value_name = "LIST", help_heading = "Axes")]
    panic: Vec<String>,
    /// A feature set, as in `alloc,simd` or `small=alloc,simd`; `default` stands for the default features, which are
    /// off without it. May be repeated
    #[arg(long, value_name = "[LABEL=]LIST", help_heading = "Axes")]
    features: Vec<String>,
    /// none debuginfo symbols
    #[arg(long, value_delimiter = ',', value_name = "LIST", help_heading = "Axes")]
    strip: Vec<String>,
    /// off on: leave out what nothing reaches, as `size-report slim` does, before wasm-opt
    #[arg(long, value_delimiter = ',', value_name = "LIST", help_heading = "Axes")]
    slim: Vec<String>,
    /// off, or wasm-opt's arguments: off,-Oz,-O3 --converge
    #[arg(long, value_delimiter = ',', value_name = "LIST", allow_hyphen_values = true, help_heading = "Axes")]
    wasm_opt: Vec<String>,
    /// Only build cells that match, as in `opt-level=s|z,lto=fat`. May be repeated; one match is enough
    #[arg(long, value_name = "RULE", value_parser = Rule::parse, help_heading = "Axes")]
    include: Vec<Rule>,
    /// Do not build cells that match. May be repeated
    #[arg(long, value_name = "RULE", value_parser = Rule::parse, help_heading = "Axes")]
    exclude: Vec<Rule>,

    /// Build only part K of N; `size-report merge` joins the parts
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// How many builds may run at a time [default: the number of cores]
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
    /// Which wasm-opt: auto (the one on the path, or else npm), npm, or a path
    #[arg(long, value_name = "TOOL", default_value = "auto")]
    wasm_opt_tool: String,
    /// Compress modules with DWARF as hard as all others: brotli quality 11, not 9
    #[arg(long)]
    exact: bool,
    /// Where modules and sizes are kept [default: size-report in cargo's target folder]
    #[arg(long, value_name = "FOLDER")]
    cache_dir: Option<PathBuf>,
    /// Write each cell's module to FOLDER, named by its slug
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// How cargo may use the network and the lock file
    #[command(flatten)]
    lock: LockOptions,
    /// Where the report goes
    #[command(flatten)]
    output: OutputOptions,
}

/// Builds and measures the matrix.
pub fn run(options: Options) -> Result<u8> {
    static STOP: AtomicBool = AtomicBool::new(false);
    // A second Ctrl-C does not wait for builds that are under way.
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
    })
    .context("Ctrl-C cannot be caught")?;

    let (config, package) = find_package(&options)?;
    let matrix = matrix_of(&options, config.clone())?;
    for set in matrix.feature_sets.values() {
        package.check_features(set)?;
    }
    let toolchain = Toolchain::detect(&package.folder, &matrix.axes[&Axis::Target])?;
    let wasm_opt = find_wasm_opt(&options, &matrix, &package)?;
    let cache_folder = options.cache_dir.clone().unwrap_or_else(|| package.target_directory.join("size-report"));
    let cache = Cache::open(cache_folder.clone())?;
    let cores = available_parallelism().map_or(1, usize::from);
    let jobs = options.jobs.unwrap_or(cores).max(1);
    let client = jobserver::Client::new(jobs.max(cores)).context("a jobserver cannot be made")?;
    let builder = Builder {
        package: &package,
        toolchain: &toolchain,
        profile: options.profile.as_deref().or(config.profile.as_deref()).unwrap_or("release"),
        lock: options.lock,
        jobs: &client,
    };
    warn_about_environment(&builder, &matrix)?;

    let cells = matrix.cells();
    let all = cells.len();
    let cells = options.shard.map_or_else(|| cells.clone(), |shard| shard.select(cells.clone()));
    let provenance = provenance(&builder, wasm_opt.as_ref(), &cache_folder)?;
    let measurer = Measurer {
        builder,
        cache,
        feature_sets: &matrix.feature_sets,
        manifests: fingerprint::of_manifests(&package)?,
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
    options.output.write(&report)?;
    Ok(explain_failures(&report))
}

/// Finds the configuration and the package that it is about.
fn find_package(options: &Options) -> Result<(MatrixConfig, Package)> {
    let workspace = Workspace::read(options.manifest_path.as_deref(), options.lock)?;
    let config = match &options.config {
        Some(path) => Config::read(path)?,
        None => {
            let mut folders: Vec<_> = workspace.root_package_folder().into_iter().collect();
            folders.push(workspace.root().to_owned());
            Config::find(&folders)?
        }
    }
    .matrix;
    let name = options.package.as_deref().or(config.package.as_deref());
    let bin = options.bin.as_deref().or(config.bin.as_deref());
    let package = workspace.package(name, bin)?;
    Ok((config, package))
}

fn matrix_of(options: &Options, config: MatrixConfig) -> Result<Matrix> {
    let mut axes = BTreeMap::new();
    let given = [
        (Axis::Target, &options.target, config.target),
        (Axis::OptLevel, &options.opt_level, config.opt_level),
        (Axis::Lto, &options.lto, config.lto),
        (Axis::CodegenUnits, &options.codegen_units, config.codegen_units),
        (Axis::Panic, &options.panic, config.panic),
        (Axis::Strip, &options.strip, config.strip),
        (Axis::Slim, &options.slim, config.slim),
        (Axis::WasmOpt, &options.wasm_opt, config.wasm_opt),
    ];
    let mut replaced = !options.features.is_empty();
    for (axis, flag, configured) in given {
        if !flag.is_empty() {
            replaced = true;
            axes.insert(axis, flag.clone());
        } else if let Some(Values(values)) = configured {
            axes.insert(axis, values);
        }
    }
    let mut feature_sets = IndexMap::new();
    for text in &options.features {
        let (label, list) = match text.split_once('=') {
            Some((label, list)) => (Some(label), list),
            None => (None, text.as_str()),
        };
        let features: Vec<String> = list.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let label = label.map_or_else(|| FeatureSet::label(&features), str::to_owned);
        if feature_sets.insert(label.clone(), FeatureSet(features)).is_some() {
            bail!("two feature sets are called `{label}`: give one another label, as in `LABEL=a,b`");
        }
    }
    if feature_sets.is_empty() {
        feature_sets = config.features;
    }
    let mut matrix = Matrix { axes, feature_sets, include: Vec::new(), exclude: Vec::new() }.complete()?;
    // The rules of a file are about the axes of that file, and flags may have
    // replaced some of them.
    let from_file = |rules: Vec<Rule>| -> Vec<Rule> {
        if !replaced {
            return rules;
        }
        rules.into_iter().filter_map(|rule| rule.restricted_to(&matrix.axes)).collect()
    };
    let (include, exclude) = (from_file(config.include), from_file(config.exclude));
    matrix.include = if options.include.is_empty() { include } else { options.include.clone() };
    matrix.exclude = [exclude, options.exclude.clone()].concat();
    matrix.complete()
}

fn find_wasm_opt(options: &Options, matrix: &Matrix, package: &Package) -> Result<Option<WasmOpt>> {
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

fn provenance(builder: &Builder<'_>, wasm_opt: Option<&WasmOpt>, cache_folder: &std::path::Path) -> Result<Provenance> {
    let package = builder.package;
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
fn explain_failures(report: &Report) -> u8 {
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
