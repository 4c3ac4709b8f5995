//! What stops a guest that goes too far, on wasmtime and nothing else.

use std::env;
use std::thread;
use std::time::Duration;

use wasmtime::error::Context as _;
use wasmtime::{
    Config, Engine, Instance, Linker, Memory, MemoryType, Module, Result, Store, StoreLimits, StoreLimitsBuilder,
};

/// An instance of the plug-in in the file that is named, in `store`.
fn instance(store: &mut Store<StoreLimits>) -> Result<Instance> {
    let path = env::args_os().nth(1).context("usage: limits PLUGIN.wasm")?;
    let module = Module::from_file(store.engine(), path)?;
    let mut linker = Linker::new(store.engine());
    linker.func_wrap("host", "log", |_: u32, _: u32| {})?;
    let memory = Memory::new(&mut *store, MemoryType::new(16, None))?;
    linker.define(&*store, "env", "memory", memory)?;
    linker.instantiate(store, &module)
}

fn fuel() -> Result<()> {
    // #region fuel
    let engine = Engine::new(Config::new().consume_fuel(true))?;
    let mut store = Store::new(&engine, StoreLimits::default());
    store.set_fuel(1_000_000)?;
    // #endregion fuel
    let instance = instance(&mut store)?;
    instance.get_typed_func::<(), ()>(&mut store, "spin")?.call(&mut store, ())
}

fn time() -> Result<()> {
    // #region time
    let engine = Engine::new(Config::new().epoch_interruption(true))?;
    let mut store = Store::new(&engine, StoreLimits::default());
    store.set_epoch_deadline(1);
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        engine.increment_epoch();
    });
    // #endregion time
    let instance = instance(&mut store)?;
    instance.get_typed_func::<(), ()>(&mut store, "spin")?.call(&mut store, ())
}

fn memory(trap: bool) -> Result<()> {
    // #region memory
    let limits = StoreLimitsBuilder::new().memory_size(2 << 20).trap_on_grow_failure(trap).build();
    let mut store = Store::new(&Engine::default(), limits);
    store.limiter(|limits| limits);
    // #endregion memory
    let instance = instance(&mut store)?;
    let pages = instance.get_typed_func::<(), u32>(&mut store, "take")?.call(&mut store, ())?;
    println!("memory: the guest was refused more than {pages} pages, and goes on");
    Ok(())
}

fn stack() -> Result<()> {
    // #region stack
    let engine = Engine::new(Config::new().max_wasm_stack(64 << 10))?;
    // #endregion stack
    let mut store = Store::new(&engine, StoreLimits::default());
    let instance = instance(&mut store)?;
    instance.get_typed_func::<(), u32>(&mut store, "dig")?.call(&mut store, ()).map(drop)
}

fn main() -> Result<()> {
    memory(false)?;
    let stops = [("fuel", fuel()), ("time", time()), ("memory", memory(true)), ("stack", stack())];
    for (limit, result) in stops {
        match result {
            Ok(()) => println!("{limit}: the guest came to its end"),
            Err(error) => println!("{limit}: {}", error.root_cause()),
        }
    }
    Ok(())
}
