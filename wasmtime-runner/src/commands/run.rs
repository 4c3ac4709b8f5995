//! `wasmtime-runner run`.

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use wasmtime::{Engine, Linker, Module, Store};
use wasmtime_wasi::p1::{self, WasiP1Ctx};

#[cfg(feature = "compiler")]
use crate::cache::CacheOptions;
use crate::engine::engine;
use crate::exit;
use crate::invoke;
use crate::limits::{Limits, Watch};
use crate::load::load;
use crate::outcome::Stopped;
use crate::sandbox::Grants;

/// The options of `wasmtime-runner run`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    grants: Grants,
    #[command(flatten)]
    limits: Limits,
    /// Call this function with ARGS, and print its results, one a line
    #[arg(long, value_name = "NAME")]
    invoke: Option<String>,
    #[cfg(feature = "compiler")]
    #[command(flatten)]
    cache: CacheOptions,
    /// The module: binary, text (.wat), or what `compile` made
    module: PathBuf,
    /// What the guest gets as arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

/// What a store holds.
struct Host {
    system: WasiP1Ctx,
    watch: Watch,
}

/// Runs a guest.
///
/// # Errors
///
/// If the module or the options cannot be used; nothing was run then.
pub fn run(options: &Options) -> Result<u8> {
    let engine = engine(&options.limits)?;
    #[cfg(feature = "compiler")]
    let module = load(&engine, &options.module, &options.cache)?;
    #[cfg(not(feature = "compiler"))]
    let module = load(&engine, &options.module)?;
    let name = options.module.display().to_string();
    let guest = Guest { engine: &engine, module: &module, options };
    match guest.run().with_context(|| name.clone())? {
        Ok(()) => Ok(exit::OK),
        Err(stopped) => {
            if let Some(message) = &stopped.message {
                eprintln!("wasmtime-runner: {name}: {message}");
            }
            Ok(stopped.code)
        }
    }
}

struct Guest<'g> {
    engine: &'g Engine,
    module: &'g Module,
    options: &'g Options,
}

impl Guest<'_> {
    fn run(&self) -> Result<Result<(), Stopped>> {
        let Options { grants, limits, .. } = self.options;
        let mut args = vec![self.options.module.display().to_string()];
        if self.options.invoke.is_none() {
            args.extend_from_slice(&self.options.args);
        }
        let host = Host { system: grants.system(&args)?, watch: Watch::new(limits) };
        let mut store = Store::new(self.engine, host);
        store.limiter(|host| &mut host.watch);
        if let Some(fuel) = limits.fuel {
            store.set_fuel(fuel)?;
        }
        let mut linker = Linker::new(self.engine);
        p1::add_to_linker_sync(&mut linker, |host: &mut Host| &mut host.system)?;
        self.check_imports(&linker, &mut store)?;
        let _clock = limits.timeout.map(|time| {
            store.set_epoch_deadline(1);
            Clock::start(self.engine.clone(), time)
        });
        let stopped = |error: wasmtime::Error| Stopped::by(&error, limits);
        let instance = match linker.instantiate(&mut store, self.module) {
            Ok(instance) => instance,
            Err(error) => return Ok(Err(stopped(error))),
        };
        match &self.options.invoke {
            None => {
                let Some(start) = instance.get_func(&mut store, "_start") else {
                    bail!(
                        "this is no command: it exports no function `_start`\n\
                         next step: `--invoke NAME` calls a function that it exports"
                    );
                };
                let typed = start.typed::<(), ()>(&store).map_err(anyhow::Error::from);
                let start = typed.context("this is no command: its `_start` takes or returns something")?;
                Ok(start.call(&mut store, ()).map_err(stopped))
            }
            Some(name) => {
                let function = invoke::find(&mut store, &instance, name)?;
                let arguments = invoke::arguments(&mut store, &function, &self.options.args)?;
                // A reactor is to be set up before anything else is called.
                if let Some(initialize) = instance.get_func(&mut store, "_initialize")
                    && let Err(error) = initialize.call(&mut store, &[], &mut [])
                {
                    return Ok(Err(stopped(error)));
                }
                let count = function.ty(&store).results().len();
                let mut results = vec![wasmtime::Val::I32(0); count];
                let outcome = function.call(&mut store, &arguments, &mut results);
                Ok(outcome.map_err(stopped).map(|()| {
                    for result in &results {
                        println!("{}", invoke::text(result));
                    }
                }))
            }
        }
    }

    fn check_imports(&self, linker: &Linker<Host>, store: &mut Store<Host>) -> Result<()> {
        let missing = self.module.imports().filter(|import| linker.get_by_import(&mut *store, import).is_none());
        let missing: Vec<String> = missing.map(|import| format!("{}.{}", import.module(), import.name())).collect();
        ensure!(
            missing.is_empty(),
            "it imports what WASI preview 1 does not have: {}\n\
             next step: build it for wasm32-wasip1; a guest with an imported memory is for a host such as node-harness",
            missing.join(", ")
        );
        Ok(())
    }
}

/// How long a call of the host, which nothing can interrupt, may still take once
/// the time is up.
const GRACE: Duration = Duration::from_millis(50);

/// Stops the guest when its time is up. Dropping it stops the clock.
struct Clock(Option<mpsc::Sender<()>>);

impl Clock {
    fn start(engine: Engine, time: Duration) -> Self {
        let (sender, receiver) = mpsc::channel();
        let end = Instant::now() + time;
        thread::spawn(move || {
            let ended = |until: Instant| {
                let left = until.saturating_duration_since(Instant::now());
                receiver.recv_timeout(left) != Err(mpsc::RecvTimeoutError::Timeout)
            };
            if ended(end) {
                return;
            }
            engine.increment_epoch();
            if ended(end + GRACE) {
                return;
            }
            eprintln!(
                "wasmtime-runner: the guest was stopped in a call of the host: it ran longer than --timeout {time:?}"
            );
            std::process::exit(i32::from(exit::TIMEOUT));
        });
        Self(Some(sender))
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}
