//! What a call costs by the contract of `docs/host.md`, and of a component: the
//! times in lesson 13. Both are called through functions that were found before,
//! with their types known to the compiler.
//!
//! ```sh
//! cargo run --profile tool -p wasmtime-runner --example component_cost BY-HAND.wasm COMPONENT.wasm
//! ```

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use wasmtime::component::{self, Component, ComponentType, Lift};
use wasmtime::{Caller, Engine, Linker, Memory, MemoryType, Module, Store, TypedFunc};
use wasmtime_runner::engine::engine;
use wasmtime_runner::limits::Limits;

/// The least and the most of a list.
#[derive(Clone, Copy, Debug, PartialEq, ComponentType, Lift)]
#[component(record)]
struct Range {
    least: f64,
    most: f64,
}

/// A module by the contract: what its host keeps, and its functions.
struct ByHand {
    store: Store<String>,
    memory: Memory,
    alloc: TypedFunc<u32, u32>,
    dealloc: TypedFunc<(u32, u32), ()>,
    add: TypedFunc<(u32, u32), u32>,
    greet: TypedFunc<(u32, u32), ()>,
    range_of: TypedFunc<(u32, u32, u32), u32>,
}

impl ByHand {
    fn load(engine: &Engine, path: &Path) -> Result<Self> {
        let module = Module::from_file(engine, path)?;
        let mut store = Store::new(engine, String::new());
        let memory = Memory::new(&mut store, MemoryType::new(17, None))?;
        let mut linker = Linker::new(engine);
        linker.define(&store, "env", "memory", memory)?;
        linker.func_wrap("env", "send_line", move |mut caller: Caller<'_, String>, ptr: u32, len: u32| {
            let (bytes, line) = memory.data_and_store_mut(&mut caller);
            *line = text(bytes, ptr, len)?.to_owned();
            wasmtime::Result::Ok(())
        })?;
        let instance = linker.instantiate(&mut store, &module)?;
        Ok(Self {
            memory,
            alloc: instance.get_typed_func(&mut store, "alloc")?,
            dealloc: instance.get_typed_func(&mut store, "dealloc")?,
            add: instance.get_typed_func(&mut store, "add")?,
            greet: instance.get_typed_func(&mut store, "greet")?,
            range_of: instance.get_typed_func(&mut store, "range_of")?,
            store,
        })
    }

    fn add(&mut self, left: u8, right: u8) -> Result<i16> {
        // The bits above those of the type are of no meaning.
        let sum = self.add.call(&mut self.store, (left.into(), right.into()))?;
        Ok(i16::from_le_bytes([sum.to_le_bytes()[0], sum.to_le_bytes()[1]]))
    }

    fn greet(&mut self, name: &str) -> Result<String> {
        let (ptr, len) = self.block(name.len())?;
        self.memory.write(&mut self.store, ptr as usize, name.as_bytes())?;
        self.greet.call(&mut self.store, (ptr, len))?;
        self.dealloc.call(&mut self.store, (ptr, len))?;
        Ok(std::mem::take(self.store.data_mut()))
    }

    fn range_of(&mut self, numbers: &[f64]) -> Result<Option<Range>> {
        let (list, bytes) = self.block(size_of_val(numbers))?;
        let memory = self.memory.data_mut(&mut self.store);
        let block = memory.get_mut(list as usize..).context("the block is outside of the memory")?;
        for (place, number) in block.as_chunks_mut().0.iter_mut().zip(numbers) {
            *place = number.to_le_bytes();
        }
        let (range, _) = self.block(16)?;
        let some = self.range_of.call(&mut self.store, (list, bytes / 8, range))?;
        let mut fields = [0; 16];
        self.memory.read(&self.store, range as usize, &mut fields)?;
        self.dealloc.call(&mut self.store, (range, 16))?;
        self.dealloc.call(&mut self.store, (list, bytes))?;
        let [least, most] = fields.as_chunks().0 else { unreachable!("16 are two times 8") };
        let range = Range { least: f64::from_le_bytes(*least), most: f64::from_le_bytes(*most) };
        Ok((some != 0).then_some(range))
    }

    /// A block of the guest's for so many bytes: its address and its length.
    fn block(&mut self, bytes: usize) -> Result<(u32, u32)> {
        let len = u32::try_from(bytes)?;
        let ptr = self.alloc.call(&mut self.store, len)?;
        ensure!(ptr != 0, "the guest has no room for {len} bytes");
        Ok((ptr, len))
    }
}

/// The text of `len` bytes at `ptr`.
fn text(memory: &[u8], ptr: u32, len: u32) -> wasmtime::Result<&str> {
    let bytes = memory.get(ptr as usize..).and_then(|rest| rest.get(..len as usize));
    Ok(std::str::from_utf8(bytes.context("text is outside of the memory").map_err(wasmtime::Error::from_anyhow)?)?)
}

/// A component, and its functions.
struct Lifted {
    store: Store<()>,
    add: component::TypedFunc<(u8, u8), (i16,)>,
    greet: component::TypedFunc<(&'static str,), (String,)>,
    range_of: component::TypedFunc<(&'static [f64],), (Option<Range>,)>,
}

impl Lifted {
    fn load(engine: &Engine, path: &Path) -> Result<Self> {
        let component = Component::from_file(engine, path)?;
        let mut store = Store::new(engine, ());
        let instance = component::Linker::new(engine).instantiate(&mut store, &component)?;
        Ok(Self {
            add: instance.get_typed_func(&mut store, "add")?,
            greet: instance.get_typed_func(&mut store, "greet")?,
            range_of: instance.get_typed_func(&mut store, "range-of")?,
            store,
        })
    }

    fn add(&mut self, left: u8, right: u8) -> Result<i16> {
        Ok(self.add.call(&mut self.store, (left, right))?.0)
    }

    fn greet(&mut self, name: &'static str) -> Result<String> {
        Ok(self.greet.call(&mut self.store, (name,))?.0)
    }

    fn range_of(&mut self, numbers: &'static [f64]) -> Result<Option<Range>> {
        Ok(self.range_of.call(&mut self.store, (numbers,))?.0)
    }
}

/// Calls both sides in turns, compares what they answer, and prints the time of
/// one call in the fastest round of each, in nanoseconds: what else the machine
/// does only makes a round slower.
fn compare<T: PartialEq>(
    what: &str,
    count: u32,
    expected: &T,
    mut by_hand: impl FnMut() -> Result<T>,
    mut lifted: impl FnMut() -> Result<T>,
) -> Result<()> {
    let mut least = [f64::INFINITY; 2];
    for _ in 0..500 {
        let sides: [&mut dyn FnMut() -> Result<T>; 2] = [&mut by_hand, &mut lifted];
        for (side, least) in sides.into_iter().zip(&mut least) {
            let start = Instant::now();
            for _ in 0..count {
                ensure!(side()? == *expected, "{what}: this is not the answer");
            }
            *least = least.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(count));
        }
    }
    let [by_hand, lifted] = least;
    println!("{what:26} {by_hand:>10.0} {lifted:>10.0}");
    Ok(())
}

fn main() -> Result<()> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, component] = paths.as_slice() else {
        bail!("usage: component_cost BY-HAND.wasm COMPONENT.wasm");
    };
    let engine = engine(&Limits::default())?;
    let mut by_hand = ByHand::load(&engine, module)?;
    let mut lifted = Lifted::load(&engine, component)?;

    println!("{:26} {:>10} {:>10}", "nanoseconds", "by hand", "component");
    compare("add", 5000, &3, || by_hand.add(black_box(1), 2), || lifted.add(black_box(1), 2))?;
    for (len, count) in [(5, 1000), (1000, 1000), (100_000, 10)] {
        let name: &'static str = "n".repeat(len).leak();
        let line = format!("Hello, {name}!");
        let what = format!("greet {len:>9} bytes");
        compare(&what, count, &line, || by_hand.greet(black_box(name)), || lifted.greet(black_box(name)))?;
    }
    for (len, count) in [(3, 1000), (1000, 50), (100_000, 1)] {
        let numbers: &'static [f64] = (1..=len).map(f64::from).collect::<Vec<_>>().leak();
        let range = Some(Range { least: 1.0, most: f64::from(len) });
        let what = format!("range-of {len:>6} numbers");
        compare(&what, count, &range, || by_hand.range_of(black_box(numbers)), || lifted.range_of(black_box(numbers)))?;
    }
    Ok(())
}
