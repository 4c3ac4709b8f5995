//! How wasmtime is set up.

use anyhow::Result;
use wasmtime::{Config, Engine, WasmBacktraceDetails};
#[cfg(feature = "compiler")]
use wasmtime::{InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::limits::Limits;

/// How much stack a guest may take without `--max-stack`, in bytes.
const STACK: usize = 1 << 20;

/// An engine that can hold a guest to `limits`. What is not asked for costs
/// nothing: code without fuel or a timeout has no checks for them in it.
///
/// # Errors
///
/// If the limits cannot be had.
pub fn engine(limits: &Limits) -> Result<Engine> {
    Ok(Engine::new(&config(limits))?)
}

/// The same with places for so many plug-ins, each a module and its memory,
/// which are made once and used again.
///
/// # Errors
///
/// If the limits, or the address space for it, cannot be had.
#[cfg(feature = "compiler")]
pub(crate) fn pooling_engine(limits: &Limits, plugins: u32) -> Result<Engine> {
    // None of a memory stays resident between two plug-ins: with 2 MiB, enough for
    // the data above a megabyte of stack, an instance costs 27 µs instead of 9.
    let mut pool = PoolingAllocationConfig::default();
    pool.total_core_instances(plugins.saturating_mul(2)).total_memories(plugins).total_tables(plugins);
    let mut config = config(limits);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    Ok(Engine::new(&config)?)
}

fn config(limits: &Limits) -> Config {
    let mut config = Config::new();
    config.consume_fuel(limits.fuel.is_some());
    config.epoch_interruption(limits.timeout.is_some());
    config.max_wasm_stack(limits.max_stack.unwrap_or(STACK));
    config.wasm_backtrace_details(WasmBacktraceDetails::Enable);
    config.wasm_memory64(true);
    config.wasm_tail_call(true);
    config.wasm_extended_const(true);
    config.wasm_function_references(true);
    config.wasm_gc(true);
    config.wasm_exceptions(true);
    config
}
