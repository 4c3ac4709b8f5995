//! From cells to rows: link, strip, optimise, measure, each only if it was not
//! done before.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;

use anyhow::{Context, Result};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::cache::Cache;
use crate::cargo::Builder;
use crate::cargo_config::{self, CargoConfig};
use crate::cell::Cell;
use crate::compress::{self, Effort, Sizes};
use crate::digest::Digest;
use crate::exit::{Interrupted, ToolFailed};
use crate::fingerprint::Observed;
use crate::matrix::FeatureSet;
use crate::module;
use crate::queue::{Compilation, Queue};
use crate::report::{Failure, Row};
use crate::rewrite::{self, Strip, slim};
use crate::wasm_opt::WasmOpt;

/// What measuring needs.
#[derive(Debug)]
pub struct Measurer<'a> {
    /// Starts builds.
    pub builder: Builder<'a>,
    /// Knows what was built before.
    pub cache: Cache,
    /// The features behind each label.
    pub feature_sets: &'a IndexMap<String, FeatureSet>,
    /// Digest of what is known of the package before a build.
    pub manifests: Digest,
    /// There if a cell asks for it.
    pub wasm_opt: Option<WasmOpt>,
    /// Compress every module as hard as brotli can, whatever it takes.
    pub exact: bool,
    /// How many builds may run at a time.
    pub jobs: usize,
    /// Where each of them has a folder for cargo.
    pub build_folder: PathBuf,
    /// Set by Ctrl-C.
    pub stop: &'a AtomicBool,
}

/// How many states of its sources a compilation is remembered for.
const KEPT_PER_COMPILATION: usize = 16;

/// A cell that was measured, or why it could not be.
pub type Outcome = Result<Row, Failure>;

/// What is kept about a linked module.
#[derive(Serialize, Deserialize)]
struct LinkedBefore {
    sha256: Digest,
    observed: Observed,
}

/// What is kept about the sizes of a module.
#[derive(Serialize, Deserialize)]
struct Measured {
    bytes: Sizes,
    in_a_hurry: bool,
}

impl Measurer<'_> {
    /// Measures `cells`. `done` is called for each one as it is finished.
    ///
    /// A cell that cannot be built becomes a [`Failure`], and the others go on.
    ///
    /// # Errors
    ///
    /// [`Interrupted`], or whatever makes further work useless, such as a full
    /// disk.
    pub fn measure(&self, cells: &[Cell], done: &(dyn Fn(&Cell) + Sync)) -> Result<Vec<Outcome>> {
        let mut by_cell: IndexMap<Cell, Vec<usize>> = IndexMap::new();
        for (index, cell) in cells.iter().enumerate() {
            by_cell.entry(cell.compilation()).or_default().push(index);
        }
        let settings = CargoConfig::read(&self.builder.package.folder)?.digest();
        let outcomes: Vec<Mutex<Option<Outcome>>> = cells.iter().map(|_| Mutex::new(None)).collect();
        let fatal: Mutex<Option<anyhow::Error>> = Mutex::new(None);
        let finish = |index: usize, linked: Result<Digest, String>| {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
            let outcome = match linked {
                Ok(linked) => self.finish(&cells[index], linked),
                Err(said) => Err(ToolFailed(said).into()),
            };
            match or_failure(&cells[index], outcome) {
                Ok(outcome) => *lock(&outcomes[index]) = Some(outcome),
                Err(error) => {
                    lock(&fatal).get_or_insert(error);
                    self.stop.store(true, Ordering::Relaxed);
                }
            }
            done(&cells[index]);
        };

        let mut missing = Vec::new();
        let (sender, receiver) = mpsc::channel::<(usize, Result<Digest, String>)>();
        for (cell, cells) in by_cell {
            match self.linked_before(self.question(&cell, settings)) {
                Some(linked) => cells.iter().for_each(|cell| sender.send((*cell, Ok(linked))).unwrap_or_default()),
                None => missing.push(Compilation { cell, cells }),
            }
        }
        let queue = Queue::new(missing, self.jobs);
        let receiver = Mutex::new(receiver);
        thread::scope(|scope| {
            for worker in 0..self.jobs {
                let (queue, sender) = (&queue, sender.clone());
                scope.spawn(move || {
                    let folder = self.build_folder.join(worker.to_string());
                    while let Some(batch) = queue.next(worker) {
                        for compilation in batch {
                            if self.stop.load(Ordering::Relaxed) {
                                return;
                            }
                            let question = self.question(&compilation.cell, settings);
                            let linked = self.link(&compilation.cell, question, &folder);
                            let linked = linked.map_err(|error| format!("{error:#}"));
                            for cell in compilation.cells {
                                sender.send((cell, linked.clone())).unwrap_or_default();
                            }
                        }
                    }
                });
            }
            drop(sender);
            for _ in 0..self.jobs {
                scope.spawn(|| {
                    loop {
                        let next = lock(&receiver).recv();
                        let Ok((cell, linked)) = next else { return };
                        finish(cell, linked);
                    }
                });
            }
        });
        if let Some(error) = lock(&fatal).take() {
            return Err(error);
        }
        let outcomes: Option<Vec<_>> = outcomes.into_iter().map(|outcome| lock(&outcome).take()).collect();
        match outcomes {
            Some(outcomes) if !self.stop.load(Ordering::Relaxed) => Ok(outcomes),
            _ => Err(Interrupted.into()),
        }
    }

    /// The linked module of a compilation, if it is known and still the right
    /// one, as it is after [`Self::measure`].
    ///
    /// # Errors
    ///
    /// If cargo's configuration cannot be read.
    pub fn linked(&self, compilation: &Cell) -> Result<Option<Digest>> {
        let settings = CargoConfig::read(&self.builder.package.folder)?.digest();
        Ok(self.linked_before(self.question(compilation, settings)))
    }

    /// Everything that a linked module depends on, as far as it is known before
    /// the build.
    fn question(&self, compilation: &Cell, settings: Digest) -> Digest {
        let builder = &self.builder;
        let mut parts: Vec<String> = vec!["link/1".into(), builder.profile.into()];
        parts.push(format!("{:?}", builder.package.product));
        parts.push(builder.package.name.clone());
        parts.push(builder.toolchain.rustc_verbose.clone());
        parts.push(builder.toolchain.cargo_version.clone());
        parts.push(format!("{:?}", cargo_config::environment()));
        parts.push(self.manifests.to_string());
        parts.push(settings.to_string());
        parts.push(compilation.slug());
        parts.extend(self.features_of(compilation).0.iter().cloned());
        Digest::of_parts(parts)
    }

    fn features_of(&self, cell: &Cell) -> &FeatureSet {
        static NONE: FeatureSet = FeatureSet(Vec::new());
        cell.get(Axis::Features).and_then(|label| self.feature_sets.get(label)).unwrap_or(&NONE)
    }

    fn linked_before(&self, question: Digest) -> Option<Digest> {
        let package = self.builder.package;
        let before: Vec<LinkedBefore> = self.cache.answer(question)?;
        let found = before.into_iter().find(|before| {
            self.cache.has_content(before.sha256)
                && before.observed.still_holds(&package.workspace, &package.target_directory)
        });
        found.map(|before| before.sha256)
    }

    fn link(&self, compilation: &Cell, question: Digest, folder: &Path) -> Result<Digest> {
        let linked = self.builder.link(compilation, self.features_of(compilation), folder)?;
        let sha256 = self.cache.keep(&linked.wasm)?;
        // Someone may go back to what was there before, so that is kept too.
        let mut known: Vec<LinkedBefore> = self.cache.answer(question).unwrap_or_default();
        known.retain(|before| before.observed != linked.observed);
        known.insert(0, LinkedBefore { sha256, observed: linked.observed });
        known.truncate(KEPT_PER_COMPILATION);
        self.cache.remember(question, &known)?;
        Ok(sha256)
    }

    /// Applies to a linked module what the cell wants, and measures the result.
    fn finish(&self, cell: &Cell, linked: Digest) -> Result<Row> {
        let level = cell.get(Axis::Strip).unwrap_or("none");
        let arguments = cell.get(Axis::WasmOpt).unwrap_or("off");
        let version = match &self.wasm_opt {
            Some(tool) if arguments != "off" => tool.version(),
            _ => "",
        };
        let slim = if cell.get(Axis::Slim) == Some("on") { slim::VERSION } else { "" };
        let question = Digest::of_parts(["finish/2", &linked.to_string(), level, slim, arguments, version]);
        let known: Option<Digest> = self.cache.answer(question);
        let sha256 = match known.filter(|digest| self.cache.has_content(*digest)) {
            Some(digest) => digest,
            None => {
                let wasm = self.cache.content(linked).context("a module vanished from the cache: run again")?;
                let digest = self.cache.keep(&self.transform(&wasm, level, !slim.is_empty(), arguments)?)?;
                self.cache.remember(question, &digest)?;
                digest
            }
        };
        let question = format!("sizes/2 exact={} {sha256} {} {}", self.exact, compress::GZIP, compress::BROTLI);
        let question = Digest::of(question.as_bytes());
        let measured = match self.cache.answer(question) {
            Some(measured) => measured,
            None => {
                let wasm = self.cache.content(sha256).context("a module vanished from the cache: run again")?;
                let effort = if self.exact { Effort::Full } else { Effort::for_module(&wasm) };
                let bytes = Sizes::of(&wasm, effort)?;
                let measured = Measured { bytes, in_a_hurry: effort == Effort::Quick };
                self.cache.remember(question, &measured)?;
                measured
            }
        };
        let brotli_quality = measured.in_a_hurry.then_some(compress::QUICK_QUALITY);
        Ok(Row { cell: cell.clone(), bytes: measured.bytes, brotli_quality, sha256 })
    }

    fn transform(&self, linked: &[u8], level: &str, slim: bool, arguments: &str) -> Result<Vec<u8>> {
        let mut stripped = rewrite::strip(linked, Strip::parse(level)?)?;
        if slim {
            stripped = slim::slim(&stripped, &slim::Options::of_axis())?;
        }
        match &self.wasm_opt {
            Some(tool) if arguments != "off" => tool.optimize(&stripped, arguments, &module::target_features(linked)?),
            _ => Ok(stripped),
        }
    }
}

/// What a tool could not do is the failure of a cell. Anything else is ours, and
/// ends the run.
fn or_failure(cell: &Cell, outcome: Result<Row>) -> Result<Outcome> {
    match outcome {
        Ok(row) => Ok(Ok(row)),
        Err(error) if error.is::<ToolFailed>() => {
            Ok(Err(Failure { cell: cell.clone(), message: format!("{error:#}") }))
        }
        Err(error) => Err(error.context(format!("in cell {cell}"))),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
