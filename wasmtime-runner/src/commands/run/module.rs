//! Running a core module: a command of WASI preview 1, or one of its functions.

use anyhow::{Context, Result, bail, ensure};
use wasmtime::{Engine, Instance, Linker, Module, Store, Val};
use wasmtime_wasi::p1;

use super::{Host, Options};
use crate::invoke;
use crate::outcome::Stopped;

pub fn run(engine: &Engine, module: &Module, options: &Options) -> Result<Result<(), Stopped>> {
    let mut store = options.store(engine)?;
    let mut linker = Linker::new(engine);
    p1::add_to_linker_sync(&mut linker, |host: &mut Host| &mut host.system)?;
    check_imports(module, &linker, &mut store)?;
    let _clock = options.clock(&mut store);
    let instance = match linker.instantiate(&mut store, module) {
        Ok(instance) => instance,
        Err(error) if Stopped::never_ran(&error) => {
            return Err(anyhow::Error::from(error)).context(
                "no instance can be made of it\n\
                 next step: `wasmtime-runner inspect` shows what it needs; what shares a memory between threads runs in \
                 Node and in browsers",
            );
        }
        Err(error) => return Ok(Err(options.stopped(&error))),
    };
    match &options.invoke {
        None => {
            let Some(start) = instance.get_func(&mut store, "_start") else {
                bail!(
                    "this is no command: it exports no function `_start`\n\
                     next step: `--invoke NAME` calls a function that it exports"
                );
            };
            let typed = start.typed::<(), ()>(&store).map_err(anyhow::Error::from);
            let start = typed.context("this is no command: its `_start` takes or returns something")?;
            Ok(start.call(&mut store, ()).map_err(|error| options.stopped(&error)))
        }
        Some(name) => call(name, &mut store, &instance, options),
    }
}

fn call(name: &str, store: &mut Store<Host>, instance: &Instance, options: &Options) -> Result<Result<(), Stopped>> {
    let function = invoke::find(store, instance, name)?;
    let arguments = invoke::arguments(store, &function, &options.args)?;
    // A reactor is to be set up before anything else is called.
    if let Some(initialize) = instance.get_func(&mut *store, "_initialize")
        && let Err(error) = initialize.call(&mut *store, &[], &mut [])
    {
        return Ok(Err(options.stopped(&error)));
    }
    let mut results = vec![Val::I32(0); function.ty(&*store).results().len()];
    if let Err(error) = function.call(store, &arguments, &mut results) {
        return Ok(Err(options.stopped(&error)));
    }
    for result in &results {
        println!("{}", invoke::text(result));
    }
    Ok(Ok(()))
}

fn check_imports(module: &Module, linker: &Linker<Host>, store: &mut Store<Host>) -> Result<()> {
    let missing = module.imports().filter(|import| linker.get_by_import(&mut *store, import).is_none());
    let missing: Vec<String> = missing.map(|import| format!("{}.{}", import.module(), import.name())).collect();
    ensure!(
        missing.is_empty(),
        "it imports what WASI preview 1 does not have: {}\n\
         next step: build it for wasm32-wasip1; a guest with an imported memory is for a host such as node-harness",
        missing.join(", ")
    );
    Ok(())
}
