//! What the checks in a guest's code cost: its functions, compiled with each of them.

use std::env;
use std::time::Instant;

use wasmtime::error::Context as _;
use wasmtime::{Config, Engine, Instance, Module, Result, Store};

/// Of so many rounds the quickest counts, which nothing has disturbed.
const ROUNDS: usize = 40;

/// An instance of a module that is compiled with `config`.
fn instance(config: &Config, wasm: &[u8]) -> Result<(Store<()>, Instance)> {
    let engine = Engine::new(config)?;
    let mut store = Store::new(&engine, ());
    // An error without fuel, where there is nothing to fill up.
    let _ = store.set_fuel(u64::MAX);
    store.set_epoch_deadline(1);
    let instance = Instance::new(&mut store, &Module::from_binary(&engine, wasm)?, &[])?;
    Ok((store, instance))
}

fn main() -> Result<()> {
    let path = env::args_os().nth(1).context("usage: checks MODULE.wasm")?;
    let wasm = std::fs::read(path)?;
    // #region configs
    let (none, mut bounds, mut fuel, mut time) = (Config::new(), Config::new(), Config::new(), Config::new());
    bounds.memory_reservation(0).memory_guard_size(0);
    fuel.consume_fuel(true);
    time.epoch_interruption(true);
    // #endregion configs
    let mut sides = Vec::new();
    for config in [none, bounds, fuel, time] {
        sides.push(instance(&config, &wasm)?);
    }
    for (name, times) in [("calls", 30), ("matrix", 10), ("chase", 5_000)] {
        let mut least_us = [f64::INFINITY; 4];
        for _ in 0..ROUNDS {
            for ((store, instance), least_us) in sides.iter_mut().zip(&mut least_us) {
                let function = instance.get_typed_func::<u32, u64>(&mut *store, name)?;
                let start = Instant::now();
                function.call(store, times)?;
                *least_us = least_us.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
            }
        }
        let [none, bounds, fuel, time] = least_us;
        let [bounds, fuel, time] = [bounds, fuel, time].map(|with| with / none);
        println!("{name:8} {none:8.3} µs   bounds × {bounds:.2}   fuel × {fuel:.2}   time × {time:.2}");
    }
    Ok(())
}
