//! A till with a plug-in, on wasmtime and nothing else.

// #region uses
use std::collections::BTreeMap;
use std::env;

use wasmtime::error::Context as _;
use wasmtime::{Caller, Engine, Linker, Memory, MemoryType, Module, Result, Store, ensure};
// #endregion uses

// #region till
/// What the host keeps for one instance: its side of the store.
struct Till {
    memory: Option<Memory>,
    prices: BTreeMap<&'static str, i64>,
    customer: &'static str,
    log: Vec<String>,
}
// #endregion till

// #region text
/// The text of `len` bytes at `ptr`, which are what the guest says they are.
fn text(memory: &[u8], ptr: u32, len: u32) -> Result<&str> {
    let bytes = memory.get(ptr as usize..).and_then(|rest| rest.get(..len as usize));
    let size = memory.len();
    Ok(str::from_utf8(bytes.with_context(|| format!("there are no {len} bytes at {ptr}, in a memory of {size}"))?)?)
}
// #endregion text

fn main() -> Result<()> {
    let path = env::args_os().nth(1).context("usage: bare PLUGIN.wasm [EXPORT]")?;

    // #region engine
    let engine = Engine::default();
    let module = Module::from_file(&engine, path)?;
    for import in module.imports() {
        println!("it imports {}.{}", import.module(), import.name());
    }
    // #endregion engine

    // #region linker
    let mut linker: Linker<Till> = Linker::new(&engine);
    linker.func_wrap("host", "log", |mut caller: Caller<'_, Till>, ptr: u32, len: u32| -> Result<()> {
        let memory = caller.data().memory.context("there is no memory yet")?;
        let line = text(memory.data(&caller), ptr, len)?.to_owned();
        caller.data_mut().log.push(line);
        Ok(())
    })?;
    linker.func_wrap("host", "price", |caller: Caller<'_, Till>, ptr: u32, len: u32| -> Result<i64> {
        let memory = caller.data().memory.context("there is no memory yet")?;
        let article = text(memory.data(&caller), ptr, len)?;
        Ok(caller.data().prices.get(article).copied().unwrap_or(-1))
    })?;
    // #endregion linker
    // #region customer
    linker.func_wrap("host", "customer", |mut caller: Caller<'_, Till>, out: u32, room: u32| -> Result<u32> {
        let memory = caller.data().memory.context("there is no memory yet")?;
        let (memory, till) = memory.data_and_store_mut(&mut caller);
        let name = till.customer.as_bytes();
        let len = name.len().min(room as usize);
        let to = memory.get_mut(out as usize..).and_then(|rest| rest.get_mut(..len));
        to.context("there is no such room")?.copy_from_slice(&name[..len]);
        Ok(name.len().try_into()?)
    })?;
    // #endregion customer

    // #region store
    let till =
        Till { memory: None, prices: BTreeMap::from([("tea", 420), ("cake", 350)]), customer: "Ada", log: vec![] };
    let mut store = Store::new(&engine, till);
    let memory = Memory::new(&mut store, MemoryType::new(17, None))?;
    store.data_mut().memory = Some(memory);
    linker.define(&store, "env", "memory", memory)?;
    let instance = linker.instantiate(&mut store, &module)?;
    // #endregion store

    // #region export
    if let Some(name) = env::args().nth(2) {
        return instance.get_typed_func::<(), ()>(&mut store, &name)?.call(&mut store, ());
    }
    // #endregion export

    // #region call
    let alloc = instance.get_typed_func::<u32, u32>(&mut store, "alloc")?;
    let total = instance.get_typed_func::<(u32, u32, u32), i64>(&mut store, "total")?;
    let receipt = instance.get_typed_func::<(), u64>(&mut store, "receipt")?;

    for (name, count) in [("tea", 7), ("beer", 1)] {
        let len = name.len().try_into()?;
        let ptr = alloc.call(&mut store, len)?;
        ensure!(ptr != 0, "the guest has no room for {len} bytes");
        memory.write(&mut store, ptr as usize, name.as_bytes())?;
        println!("{count} {name}: {}", total.call(&mut store, (ptr, len, count))?);
    }
    let place = receipt.call(&mut store, ())?;
    let (ptr, len) = (u32::try_from(place >> 32)?, u32::try_from(place & 0xffff_ffff)?);
    println!("receipt, {len} bytes at {ptr}: {}", text(memory.data(&store), ptr, len)?);
    println!("log: {:#?}", store.data().log);
    // #endregion call
    Ok(())
}
