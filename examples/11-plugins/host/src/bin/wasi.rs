//! Runs a command of WASI preview 1 in one folder, which it may only read.

use std::{env, process};

use wasmtime::error::Context as _;
use wasmtime::{Engine, Linker, Module, Result, Store};
use wasmtime_wasi::p1::{self, WasiP1Ctx};
use wasmtime_wasi::{FsPerms, I32Exit, WasiCtxBuilder};

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().context("usage: wasi FOLDER MODULE.wasm [ARGUMENT]…")?;
    let arguments: Vec<String> = arguments.collect();
    let path = arguments.first().context("there is no module behind the folder")?;

    // #region system
    let mut builder = WasiCtxBuilder::new();
    builder.inherit_stdout().inherit_stderr().args(&arguments);
    builder.preopened_dir(&folder, ".", FsPerms::ReadOnly)?;
    let mut store = Store::new(&Engine::default(), builder.build_p1());
    // #endregion system

    // #region linker
    let mut linker: Linker<WasiP1Ctx> = Linker::new(store.engine());
    p1::add_to_linker_sync(&mut linker, |system| system)?;
    let module = Module::from_file(store.engine(), path)?;
    let start = linker.instantiate(&mut store, &module)?.get_typed_func::<(), ()>(&mut store, "_start")?;
    let outcome = start.call(&mut store, ());
    if let Some(exit) = outcome.as_ref().err().and_then(|error| error.downcast_ref::<I32Exit>()) {
        process::exit(exit.0);
    }
    outcome
    // #endregion linker
}
