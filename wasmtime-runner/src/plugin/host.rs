//! What plug-ins are offered, and what they may use.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use wasmtime::{Engine, FuncType, Linker};

use crate::engine::{engine, pooling_engine};
use crate::limits::Limits;
use crate::plugin::access::{Access, Event, State, Watcher};
use crate::plugin::builtin;
use crate::plugin::value::{Params, Results};

/// How exactly `timeout` is kept.
pub(super) const TICK: Duration = Duration::from_millis(1);

/// Offers functions to plug-ins and holds each call of them to limits. `T` is
/// what the embedder keeps for each instance.
pub struct Host<T: 'static> {
    pub(super) engine: Engine,
    pub(super) linker: Linker<State<T>>,
    pub(super) offers: BTreeMap<(String, String), Offer>,
    pub(super) limits: Limits,
    pub(super) watcher: Option<Watcher<T>>,
}

/// A function that is offered.
pub(super) struct Offer {
    pub(super) ty: FuncType,
    /// Whether every host has it, as opposed to: the embedder gave it.
    pub(super) builtin: bool,
}

impl<T> Host<T> {
    /// A host that makes each instance's memory when it is asked for it. `limits`
    /// are those of each call, the memory's those of each instance.
    ///
    /// # Errors
    ///
    /// If the limits cannot be had.
    pub fn new(limits: &Limits) -> Result<Self> {
        Self::on(engine(limits)?, limits)
    }

    /// A host that has places ready for so many instances at a time; no more
    /// than these can be made. It pays where instances come and go quickly.
    ///
    /// # Errors
    ///
    /// If the limits, or the address space for the pool, cannot be had.
    pub fn pooled(limits: &Limits, instances: u32) -> Result<Self> {
        Self::on(pooling_engine(limits, instances)?, limits)
    }

    fn on(engine: Engine, limits: &Limits) -> Result<Self> {
        if limits.timeout.is_some() {
            start_clock(&engine);
        }
        let mut linker = Linker::new(&engine);
        // What the embedder gives wins over what every host has.
        linker.allow_shadowing(true);
        let mut host = Self { engine, linker, offers: BTreeMap::new(), limits: limits.clone(), watcher: None };
        host.function("env", "malloc", builtin::malloc)?
            .function("env", "free", builtin::free)?
            .function("env", "realloc", builtin::realloc)?
            .function("env", "send_line", builtin::send_line)?
            .function("env", "panic", builtin::panic)?
            .function("Math", "random", builtin::random)?;
        for offer in host.offers.values_mut() {
            offer.builtin = true;
        }
        Ok(host)
    }

    /// Offers a function to the plug-ins that are loaded afterwards. It takes the
    /// place of another one of that name. An error that it gives ends the guest's
    /// call, as [`Fault::Refused`](crate::plugin::Fault::Refused).
    ///
    /// # Errors
    ///
    /// If wasmtime does not take it.
    pub fn function<P: Params, R: Results>(
        &mut self,
        module: &str,
        name: &str,
        function: impl Fn(&mut Access<'_, T>, P) -> Result<R> + Send + Sync + 'static,
    ) -> Result<&mut Self> {
        P::define(&mut self.linker, module, name, function)?;
        let ty = FuncType::new(&self.engine, P::types(), R::types());
        self.offers.insert((module.to_owned(), name.to_owned()), Offer { ty, builtin: false });
        Ok(self)
    }

    /// Has `watcher` told what the plug-ins that are loaded afterwards do. Without
    /// one, lines that they send are printed.
    pub fn watch(&mut self, watcher: impl Fn(&mut T, Event<'_>) + Send + Sync + 'static) -> &mut Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }
}

impl<T> fmt::Debug for Host<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("offers", &self.offers.keys())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Counts the time for all calls of `engine`'s guests, until the engine is gone.
fn start_clock(engine: &Engine) {
    let engine = engine.weak();
    thread::spawn(move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    });
}
