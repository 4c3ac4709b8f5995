//! Running a component: a command of WASI 0.2, as `wasm32-wasip2` makes them, or one of its functions.

use anyhow::{Context, Result, ensure};
use wasmtime::component::{Component, InstancePre, Linker, Val};
use wasmtime::{Engine, Store};
use wasmtime_wasi::p2;
use wasmtime_wasi::p2::bindings::sync::CommandPre;

use super::{Host, Options};
use crate::exit;
use crate::outcome::Stopped;
use crate::wave::Call;

/// It came to its end, and says that it failed, but not to the host.
const FAILED: Stopped = Stopped { code: exit::FAILED, message: None };

pub fn run(engine: &Engine, component: &Component, options: &Options) -> Result<Result<(), Stopped>> {
    let mut store = options.store(engine)?;
    let mut linker = Linker::<Host>::new(engine);
    p2::add_to_linker_sync(&mut linker)?;
    let ready = linker.instantiate_pre(component).map_err(anyhow::Error::from).context(
        "it imports what the runner does not have: of interfaces, it has those of the world wasi:cli/command 0.2\n\
         next step: build it for wasm32-wasip2",
    )?;
    if let Some(text) = &options.invoke {
        ensure!(
            options.args.is_empty(),
            "this is a component, and arguments of its functions do not stand behind it\n\
             next step: --invoke '{}(…)', with the arguments in WAVE",
            text.split('(').next().unwrap_or_default()
        );
        let call = Call::read(component, text)?;
        let _clock = options.clock(&mut store);
        return invoke(&ready, &mut store, &call, options);
    }
    let command = CommandPre::new(ready).map_err(anyhow::Error::from);
    let command = command.context(
        "this is no command: it does not export wasi:cli/run\n\
         next step: build a program with a `main` for wasm32-wasip2, or call a function of it: --invoke 'NAME(…)'",
    )?;
    let _clock = options.clock(&mut store);
    let outcome = command.instantiate(&mut store).and_then(|command| command.wasi_cli_run().call_run(&mut store));
    Ok(match outcome {
        Ok(Ok(())) => Ok(()),
        Ok(Err(())) => Err(FAILED),
        Err(error) => Err(options.stopped(&error)),
    })
}

/// Calls a function, and prints its result.
fn invoke(
    ready: &InstancePre<Host>,
    store: &mut Store<Host>,
    call: &Call,
    options: &Options,
) -> Result<Result<(), Stopped>> {
    let instance = match ready.instantiate(&mut *store) {
        Ok(instance) => instance,
        Err(error) => return Ok(Err(options.stopped(&error))),
    };
    let function = instance.get_func(&mut *store, call.function).context("the function is not exported")?;
    let mut results = vec![Val::Bool(false); call.results];
    if let Err(error) = function.call(store, &call.arguments, &mut results) {
        return Ok(Err(options.stopped(&error)));
    }
    for result in &results {
        println!("{}", result.to_wave()?);
    }
    Ok(if results.iter().any(|result| matches!(result, Val::Result(Err(_)))) { Err(FAILED) } else { Ok(()) })
}
