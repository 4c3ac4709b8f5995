//! Running a component: a command of WASI 0.2, as `wasm32-wasip2` makes them.

use anyhow::{Context, Result, ensure};
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};
use wasmtime_wasi::p2;
use wasmtime_wasi::p2::bindings::sync::CommandPre;

use super::{Host, Options};
use crate::exit;
use crate::outcome::Stopped;

pub fn run(engine: &Engine, component: &Component, options: &Options) -> Result<Result<(), Stopped>> {
    ensure!(
        options.invoke.is_none(),
        "this is a component, and --invoke calls functions of core modules\n\
         next step: run it without --invoke, or build it for wasm32-wasip1"
    );
    let mut store = options.store(engine)?;
    let mut linker = Linker::<Host>::new(engine);
    p2::add_to_linker_sync(&mut linker)?;
    let ready = linker.instantiate_pre(component).map_err(anyhow::Error::from).context(
        "it imports what the runner does not have: of interfaces, it has those of the world wasi:cli/command 0.2\n\
         next step: build it for wasm32-wasip2",
    )?;
    let command = CommandPre::new(ready).map_err(anyhow::Error::from);
    let command = command.context(
        "this is no command: it does not export wasi:cli/run\n\
         next step: build a program with a `main` for wasm32-wasip2",
    )?;
    let _clock = options.clock(&mut store);
    let outcome = command.instantiate(&mut store).and_then(|command| command.wasi_cli_run().call_run(&mut store));
    Ok(match outcome {
        Ok(Ok(())) => Ok(()),
        // It came to its end, and says that it failed, but not why.
        Ok(Err(())) => Err(Stopped { code: exit::FAILED, message: None }),
        Err(error) => Err(options.stopped(&error)),
    })
}
