//! What it costs to cross between host and guest, with small modules of this
//! program's own. Native code beside it does the same where there is such a thing.

use std::hint::black_box;

use anyhow::{Context, Result};
use wasmtime::{Engine, InstancePre, Linker, Memory, Module, Store, TypedFunc};

use crate::bench::contest::{Effort, Side, compare};
use crate::bench::report::Comparison;
use crate::engine::{engine, pooling_engine};
use crate::limits::Limits;

/// `in` is called by the host; `out` calls the host so many times.
const CALLS: &str = r#"(module
  (import "host" "add" (func $add (param i32 i64) (result i64)))
  (func (export "in") (param i32 i64) (result i64) (i64.add (i64.extend_i32_u (local.get 0)) (local.get 1)))
  (func (export "out") (param $left i32) (result i64) (local $sum i64)
    (loop $next
      (local.set $sum (call $add (local.get $left) (local.get $sum)))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (local.get $sum)))"#;

/// What rustc makes of a small program has: a memory of 17 pages, of which the stack
/// is 16, some data, a table and a few exports.
const INSTANCE: &str = r#"(module
  (memory (export "memory") 17) (data (i32.const 1048576) "some data") (table 1 1 funcref)
  (global $stack (mut i32) (i32.const 1048576)) (global (export "__heap_base") i32 (i32.const 1048592))
  (func (export "f") (param i32) (result i32) (local.get 0)))"#;

const MEMORY: &str = r#"(module (memory (export "memory") 256))"#;

/// Where in the guest's memory is copied to and from. At the beginning of a page of the
/// machine, a block of malloc's would lie almost as far into its own, and reading what
/// seems to be what was just written takes a processor four times as long.
const PLACE: usize = 65_536 + 2048;

/// Sizes in bytes of what is copied.
const COPIES: [(u32, &str); 4] = [(64, "64 B"), (4 << 10, "4 KiB"), (64 << 10, "64 KiB"), (1 << 20, "1 MiB")];

/// Compares all of it.
///
/// # Errors
///
/// If there is not enough memory for it.
pub fn compared(effort: Effort) -> Result<Vec<Comparison>> {
    let engine = engine(&Limits::default())?;
    let mut all = calls(&engine, effort)?;
    all.push(instances(&engine, effort)?);
    for (len, size) in COPIES {
        for (name, into) in [("copy into the guest", true), ("copy out of the guest", false)] {
            let copied = copies(&engine, &format!("{name}, {size}"), len, into, effort)?;
            all.push(Comparison { bytes: Some(len), ..copied });
        }
    }
    Ok(all)
}

fn module(engine: &Engine, text: &str) -> Result<Module> {
    Ok(Module::new(engine, wat::parse_str(text)?)?)
}

type Add = extern "C" fn(u32, u64) -> u64;

extern "C" fn add(number: u32, sum: u64) -> u64 {
    sum.wrapping_add(u64::from(number))
}

fn calls(engine: &Engine, effort: Effort) -> Result<Vec<Comparison>> {
    let mut linker = Linker::new(engine);
    linker.func_wrap("host", "add", |number: u32, sum: u64| add(number, sum))?;
    let mut store = Store::new(engine, ());
    let instance = linker.instantiate(&mut store, &module(engine, CALLS)?)?;
    let inward: TypedFunc<(u32, u64), u64> = instance.get_typed_func(&mut store, "in")?;
    let outward: TypedFunc<u32, u64> = instance.get_typed_func(&mut store, "out")?;
    let native = || {
        Side::new("native, through a pointer", |work| {
            let add: Add = black_box(add);
            Ok((1..=work).rev().fold(0, |sum, number| add(number, sum)))
        })
    };
    let into = Side::new("wasm", |work| {
        (1..=work).rev().try_fold(0, |sum, number| Ok(inward.call(&mut store, (number, sum))?))
    });
    let inward = compare("call of a guest's function", effort, &mut [native(), into])?;
    let out = Side::new("wasm", |work| Ok(outward.call(&mut store, work)?));
    Ok(vec![inward, compare("call of the host's function", effort, &mut [native(), out])?])
}

fn instances(engine: &Engine, effort: Effort) -> Result<Comparison> {
    let pool = pooling_engine(&Limits::default(), 10)?;
    let ready = |engine: &Engine| -> Result<InstancePre<()>> {
        Ok(Linker::new(engine).instantiate_pre(&module(engine, INSTANCE)?)?)
    };
    let side = |name: &str, ready: InstancePre<()>| {
        Side::new(name, move |work| {
            for _ in 0..work {
                black_box(ready.instantiate(&mut Store::new(ready.module().engine(), ()))?);
            }
            Ok(u64::from(work))
        })
    };
    let mut sides = [side("made", ready(engine)?), side("of a pool", ready(&pool)?)];
    compare("instance, made and dropped", effort, &mut sides)
}

fn copies(engine: &Engine, name: &str, len: u32, into: bool, effort: Effort) -> Result<Comparison> {
    let mut store = Store::new(engine, ());
    let instance = wasmtime::Instance::new(&mut store, &module(engine, MEMORY)?, &[])?;
    let memory: Memory = instance.get_memory(&mut store, "memory").context("the memory is not exported")?;
    let mut host = vec![1_u8; len as usize];
    memory.write(&mut store, PLACE, &host)?;
    let (from, mut to) = (host.clone(), host.clone());
    let native = Side::new("native", move |work| {
        for _ in 0..work {
            black_box(&mut to[..]).copy_from_slice(black_box(&from));
        }
        Ok(u64::from(to[to.len() - 1]))
    });
    let wasm = Side::new("wasm", move |work| {
        for _ in 0..work {
            match into {
                true => memory.write(&mut store, PLACE, black_box(&host))?,
                false => memory.read(&store, PLACE, black_box(&mut host))?,
            }
        }
        Ok(u64::from(host[host.len() - 1]))
    });
    compare(name, effort, &mut [native, wasm])
}
