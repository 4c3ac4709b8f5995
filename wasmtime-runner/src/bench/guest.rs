//! Functions of a module.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use wasmtime::{Engine, Instance, Module, Store, ValType};

use crate::Stopped;
use crate::engine::engine;
use crate::limits::Limits;
use crate::load::to_binary;
use crate::program::is_component;

/// A module that is compiled as `run` does it, without limits.
pub struct Guest {
    pub name: String,
    pub wasm: Vec<u8>,
    pub engine: Engine,
    module: Module,
}

/// An instance's kernel.
pub struct Kernel {
    store: Store<()>,
    function: wasmtime::TypedFunc<u32, u64>,
}

impl Guest {
    /// Reads and compiles the module in the file `path`.
    ///
    /// # Errors
    ///
    /// If it is no module, or imports something.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("{name} cannot be read"))?;
        let engine = engine(&Limits::default())?;
        let compiled = || {
            let wasm = to_binary(&bytes)?.into_owned();
            ensure!(!is_component(&wasm), "this is a component, and kernels are exports of core modules");
            let module = Module::from_binary(&engine, &wasm)?;
            let imports: Vec<_> =
                module.imports().map(|import| format!("{}.{}", import.module(), import.name())).collect();
            ensure!(
                imports.is_empty(),
                "it imports {}, and kernels are given nothing\n\
                 next step: build it for wasm32-unknown-unknown, with a memory of its own",
                imports.join(", ")
            );
            Ok((wasm, module))
        };
        let (wasm, module) = compiled().with_context(|| name.clone())?;
        Ok(Self { name, wasm, engine, module })
    }

    /// The names of all functions that it exports, in its own order.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.module.exports().filter(|export| export.ty().func().is_some()).map(|export| export.name())
    }

    /// The function `name` of an instance of its own.
    ///
    /// # Errors
    ///
    /// If it has another shape than a kernel's. [`Stopped`] if the start function traps.
    pub fn kernel(&self, name: &str) -> Result<Kernel> {
        let ty = self.module.get_export(name).and_then(|ty| ty.func().cloned());
        let ty = ty.with_context(|| format!("{} exports no function `{name}`", self.name))?;
        let (params, results): (Vec<_>, Vec<_>) = (ty.params().collect(), ty.results().collect());
        if !matches!((&params[..], &results[..]), ([ValType::I32], [ValType::I64])) {
            let list = |types: &[ValType]| types.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            bail!(
                "{}: `{name}` has the shape ({}) -> ({}), and a kernel that of (i32) -> (i64): how often to do it, and a \
                 checksum\nnext step: give it that shape, or do not export it from both",
                self.name,
                list(&params),
                list(&results)
            );
        }
        let mut store = Store::new(&self.engine, ());
        let instance = Instance::new(&mut store, &self.module, &[]).map_err(|error| trapped(&error))?;
        let function = instance.get_typed_func(&mut store, name)?;
        Ok(Kernel { store, function })
    }
}

impl Kernel {
    /// Calls it.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if it traps.
    pub fn run(&mut self, work: u32) -> Result<u64> {
        self.function.call(&mut self.store, work).map_err(|error| trapped(&error))
    }
}

fn trapped(error: &wasmtime::Error) -> anyhow::Error {
    Stopped::by(error, &Limits::default()).into()
}
