//! `wasmtime-runner run`.

mod component;
mod module;

use std::path::PathBuf;

use anyhow::{Context, Result};
use wasmtime::{Engine, Store};
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::{WasiCtxView, WasiView};

#[cfg(feature = "compiler")]
use crate::cache::CacheOptions;
use crate::clock::Clock;
use crate::engine::engine;
use crate::exit;
use crate::limits::{Limits, Watch};
use crate::load::load;
use crate::outcome::Stopped;
use crate::program::Program;
use crate::sandbox::Grants;

/// The options of `wasmtime-runner run`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    grants: Grants,
    #[command(flatten)]
    limits: Limits,
    /// Call this function and print its results, one a line: NAME with ARGS, of a component a call in WAVE, 'greet("x")'
    #[arg(long, value_name = "NAME")]
    invoke: Option<String>,
    #[cfg(feature = "compiler")]
    #[command(flatten)]
    cache: CacheOptions,
    /// The module or the component: binary, text (.wat), or what `compile` made
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

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        self.system.ctx()
    }
}

/// Runs a guest.
///
/// # Errors
///
/// If the module or the options cannot be used; nothing was run then.
pub fn run(options: &Options) -> Result<u8> {
    let engine = engine(&options.limits)?;
    #[cfg(feature = "compiler")]
    let program = load(&engine, &options.module, &options.cache)?;
    #[cfg(not(feature = "compiler"))]
    let program = load(&engine, &options.module)?;
    let name = options.module.display().to_string();
    let outcome = match &program {
        Program::Module(module) => module::run(&engine, module, options),
        Program::Component(component) => component::run(&engine, component, options),
    };
    match outcome.with_context(|| name.clone())? {
        Ok(()) => Ok(exit::OK),
        Err(stopped) => {
            if let Some(message) = &stopped.message {
                eprintln!("wasmtime-runner: {name}: {message}");
            }
            Ok(stopped.code)
        }
    }
}

impl Options {
    /// A store with what is granted, held to its limits.
    fn store(&self, engine: &Engine) -> Result<Store<Host>> {
        let mut args = vec![self.module.display().to_string()];
        if self.invoke.is_none() {
            args.extend_from_slice(&self.args);
        }
        let host = Host { system: self.grants.system(&args)?, watch: Watch::new(&self.limits) };
        let mut store = Store::new(engine, host);
        store.limiter(|host| &mut host.watch);
        if let Some(fuel) = self.limits.fuel {
            store.set_fuel(fuel)?;
        }
        Ok(store)
    }

    /// Starts the clock of `store`, if the guest's time is limited.
    fn clock(&self, store: &mut Store<Host>) -> Option<Clock> {
        let time = self.limits.timeout?;
        store.set_epoch_deadline(1);
        Some(Clock::start(store.engine().clone(), time))
    }

    fn stopped(&self, error: &wasmtime::Error) -> Stopped {
        Stopped::by(error, &self.limits)
    }
}
