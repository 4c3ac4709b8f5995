//! `size-report matrix`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use indexmap::IndexMap;

use crate::axis::Axis;
use crate::config::{CellFilter, MatrixConfig};
use crate::matrix::{FeatureSet, Matrix, Shard};
use crate::output::OutputOptions;
use crate::package::LockOptions;
use crate::rule::{Rule, Values};

use super::build::{self, Project};

/// The options of `size-report matrix`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Options {
    /// What is built
    #[command(flatten)]
    build: BuildOptions,
    /// Where the report goes
    #[command(flatten)]
    output: OutputOptions,
}

/// What every command that builds says about it.
pub const AFTER_HELP: &str = "\
Without axes: every opt-level × lto × strip, 54 cells from 18 compilations.
Configuration: size-report.toml in the folder of the package or of its workspace, or --config.
Modules are linked unstripped. `strip` is then applied to the linked module: `debuginfo` drops the .debug_* \
sections, `symbols` also name, producers and target_features. The sizes are those of rustc's own strip.";

/// The options of every command that builds. Each axis given here replaces that
/// axis of the configuration.
#[derive(Debug, clap::Args)]
pub struct BuildOptions {
    /// What is built
    #[command(flatten)]
    pub project: ProjectOptions,
    /// The cargo profile that cells start from [default: release]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,

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
    pub shard: Option<Shard>,
    /// How many builds may run at a time [default: the number of cores]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Which wasm-opt: auto (the one on the path, or else npm), npm, or a path
    #[arg(long, value_name = "TOOL", default_value = "auto")]
    pub wasm_opt_tool: String,
    /// Compress modules with DWARF as hard as all others: brotli quality 11, not 9
    #[arg(long)]
    pub exact: bool,
    /// Where modules and sizes are kept [default: size-report in cargo's target folder]
    #[arg(long, value_name = "FOLDER")]
    pub cache_dir: Option<PathBuf>,
    /// Write each cell's module to FOLDER, named by its slug
    #[arg(long, value_name = "FOLDER")]
    pub keep: Option<PathBuf>,
    /// Write the module of each compilation to FOLDER, with its names and without DWARF, so that `size-report check`
    /// can say what grew
    #[arg(long, value_name = "FOLDER")]
    pub keep_named: Option<PathBuf>,
}

/// The options that say which package.
#[derive(Debug, clap::Args)]
pub struct ProjectOptions {
    /// The Cargo.toml of the package or workspace to build
    #[arg(long, value_name = "PATH")]
    pub manifest_path: Option<PathBuf>,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The package, if the workspace has several that make a module
    #[arg(short, long, value_name = "NAME")]
    pub package: Option<String>,
    /// Build this binary, not the library
    #[arg(long, value_name = "NAME")]
    pub bin: Option<String>,
    /// How cargo may use the network and the lock file
    #[command(flatten)]
    pub lock: LockOptions,
}

impl BuildOptions {
    /// Whether flags choose cells, so that what is built may be another matrix
    /// than the one of the configuration.
    pub fn choose_cells(&self) -> bool {
        let axes = [
            &self.target,
            &self.opt_level,
            &self.lto,
            &self.codegen_units,
            &self.panic,
            &self.features,
            &self.strip,
            &self.slim,
            &self.wasm_opt,
        ];
        let rules = !self.include.is_empty() || !self.exclude.is_empty();
        rules || self.shard.is_some() || axes.iter().any(|values| !values.is_empty())
    }
}

/// Builds and measures the matrix.
pub fn run(options: Options) -> Result<u8> {
    let project = Project::find(&options.build.project)?;
    let built = build::build(&options.build, &project, &CellFilter::default(), false)?;
    options.output.write(&built.report)?;
    Ok(build::explain_failures(&built.report))
}

/// The matrix that the configuration and the options describe.
///
/// # Errors
///
/// Names the option or value that cannot be used.
pub fn matrix_of(options: &BuildOptions, config: MatrixConfig) -> Result<Matrix> {
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
