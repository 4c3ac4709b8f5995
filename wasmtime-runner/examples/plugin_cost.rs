//! What an instance of a plug-in costs, and a call of it: the figures in
//! `docs/plugins.md`.
//!
//! ```sh
//! cargo run --profile tool -p wasmtime-runner --example plugin_cost GUEST.wasm
//! ```

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context as _, Result};
use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Host, Plugin};

/// The least and the median time of `count` rounds of `act`, in nanoseconds each.
fn time(rounds: u32, count: u32, mut act: impl FnMut() -> Result<()>) -> Result<(f64, f64)> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        for _ in 0..count {
            act()?;
        }
        times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(count));
    }
    times.sort_by(f64::total_cmp);
    Ok((times[0], times[times.len() / 2]))
}

fn main() -> Result<()> {
    let path = std::env::args_os().nth(1).context("usage: plugin_cost GUEST.wasm")?;
    let limits = Limits::default();
    println!("{:44} {:>10} {:>10}", "nanoseconds", "least", "median");
    let print = |what: &str, (least, median): (f64, f64)| println!("{what:44} {least:10.1} {median:10.1}");
    for (what, host) in [("", Host::<()>::new(&limits)?), (", pooled", Host::pooled(&limits, 100)?)] {
        let plugin = Plugin::load(&host, path.as_ref())?;
        print(
            &format!("an instance, made and dropped{what}"),
            time(50, 200, || plugin.instantiate(()).map(drop).map_err(anyhow::Error::from))?,
        );
        print(
            &format!("… and add(1, 2), found by name{what}"),
            time(50, 200, || {
                let sum: i16 = plugin.instantiate(())?.call("add", (1_u8, 2_u8))?;
                black_box(sum);
                Ok(())
            })?,
        );
        let mut instance = plugin.instantiate(())?;
        let add = instance.function::<(u8, u8), i16>("add")?;
        print(
            &format!("add(1, 2){what}"),
            time(50, 100_000, || {
                black_box(instance.call_function(&add, (black_box(1), black_box(2)))?);
                Ok(())
            })?,
        );
        print(
            &format!("add(1, 2), found by name each time{what}"),
            time(50, 10_000, || {
                black_box(instance.call::<(u8, u8), i16>("add", (black_box(1), black_box(2)))?);
                Ok(())
            })?,
        );
    }
    Ok(())
}
