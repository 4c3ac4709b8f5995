//! What an instance of a plug-in costs, and a call of it.

use std::env;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Fault, Host, Plugin};

/// Of so many rounds the quickest counts, which nothing has disturbed.
const ROUNDS: usize = 25;

/// Does it so many times in each round, and prints what one took.
fn time(what: &str, times: u32, mut act: impl FnMut() -> Result<(), Fault>) -> Result<()> {
    let mut least_ns = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..times {
            act()?;
        }
        least_ns = least_ns.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(times));
    }
    println!("{what:34} {least_ns:8.1} ns");
    Ok(())
}

fn measure(kind: &str, mut host: Host<()>, path: &Path) -> Result<()> {
    host.function("host", "log", |_, _: (u32, u32)| Ok(()))?
        .function("host", "price", |_, _: (u32, u32)| Ok(420_i64))?
        .function("host", "customer", |_, _: (u32, u32)| Ok(0_u32))?;
    let plugin = Plugin::load(&host, path)?;
    // #region measure
    time(&format!("an instance, {kind}"), 200, || plugin.instantiate(()).map(drop))?;
    let mut instance = plugin.instantiate(())?;
    let receipt = instance.function::<(), u64>("receipt")?;
    time("a call", 100_000, || instance.call_function(&receipt, ()).map(drop))?;
    time("a call, found by its name", 10_000, || instance.call::<(), u64>("receipt", ()).map(drop))?;
    let total = instance.function::<(u32, u32, u32), i64>("total")?;
    time("a call that calls the host 3 times", 10_000, || instance.call_function(&total, (0, 3, 7)).map(drop))?;
    // #endregion measure
    Ok(())
}

fn main() -> Result<()> {
    let path = env::args_os().nth(1).context("usage: cost PLUGIN.wasm")?;
    let limits = Limits::default();
    measure("made", Host::new(&limits)?, path.as_ref())?;
    measure("of a pool", Host::pooled(&limits, 100)?, path.as_ref())
}
