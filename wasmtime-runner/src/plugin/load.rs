//! From bytes to a plug-in of which instances can be made.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use wasmtime::{Extern, ExternType, ImportType, Linker, Module, Store};

use crate::limits::{Limits, Reached, Watch};
use crate::load::to_binary;
use crate::plugin::access::{State, Watcher};
use crate::plugin::fault::Fault;
use crate::plugin::heap::Heap;
use crate::plugin::host::Host;
use crate::plugin::instance::{Instance, allow};
use crate::plugin::memory::MemorySource;
use crate::plugin::value::signature;
use crate::program::is_component;

/// A plug-in: compiled, and compared with what its host offers. Share it between
/// threads by reference or in an `Arc`.
pub struct Plugin<T: 'static> {
    name: Arc<str>,
    module: Module,
    linker: Linker<State<T>>,
    memory: MemorySource<T>,
    imports: Vec<Import>,
    limits: Limits,
    watcher: Option<Watcher<T>>,
}

/// What is given for an import.
enum Import {
    Memory,
    Function { module: String, name: String },
}

impl<T> Plugin<T> {
    /// Reads and compiles a file: binary or text. Machine code is not taken, for
    /// it would be run unchecked.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or as [`from_bytes`](Self::from_bytes).
    pub fn load(host: &Host<T>, path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Self::from_bytes(host, &path.display().to_string(), &bytes)
    }

    /// Compiles a module: binary or text. `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// If it is no valid core module, imports no memory, imports what the host
    /// does not offer, or imports `env.malloc` and exports no `__heap_base`.
    pub fn from_bytes(host: &Host<T>, name: &str, bytes: &[u8]) -> Result<Self> {
        let wasm = to_binary(bytes).with_context(|| name.to_owned())?;
        if is_component(&wasm) {
            bail!("{name} is a component, and a plug-in is a core module. Build it for wasm32-unknown-unknown.");
        }
        let module = Module::from_binary(&host.engine, &wasm).map_err(anyhow::Error::from);
        let module = module.with_context(|| format!("{name} is not a valid WebAssembly module"))?;
        let memory = MemorySource::of(&host.engine, &module, name)?;
        let imports = imports(host, &module, name)?;
        let own_malloc = module.imports().any(|import| {
            (import.module(), import.name()) == ("env", "malloc")
                && host.offers.get(&("env".to_owned(), "malloc".to_owned())).is_some_and(|offer| offer.builtin)
        });
        if own_malloc && !matches!(module.get_export("__heap_base"), Some(ExternType::Global(_))) {
            bail!(
                "{name} imports env.malloc but exports no global `__heap_base`, so the host cannot tell where its heap \
                 may begin. Link it with --export=__heap_base, for example by \
                 println!(\"cargo::rustc-link-arg-cdylib=--export=__heap_base\") in its build.rs."
            );
        }
        Ok(Self {
            name: name.into(),
            module,
            linker: host.linker.clone(),
            memory,
            imports,
            limits: host.limits.clone(),
            watcher: host.watcher.clone(),
        })
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An instance with a memory of its own and `data`.
    ///
    /// # Errors
    ///
    /// If there is no room for its memory, or its start function does not come to its end.
    pub fn instantiate(&self, data: T) -> Result<Instance<T>, Fault> {
        let watch = Watch::new(&self.limits);
        let state = State { data, memory: None, heap: Heap::default(), watch, watcher: self.watcher.clone() };
        let mut store = Store::new(self.module.engine(), state);
        store.limiter(|state| &mut state.watch);
        let fault = |error: wasmtime::Error| Fault::of(&error, &self.limits);
        allow(&mut store, &self.limits).map_err(fault)?;
        let memory = self.memory.make(&mut store).map_err(|error| self.no_room(&error))?;
        let size = memory.data_size(&store) as u64;
        let state = store.data_mut();
        state.memory = Some(memory);
        state.heap = Heap::new(size);
        let given = |import: &Import| match import {
            Import::Memory => Ok(memory.into()),
            Import::Function { module, name } => self.linker.get(&mut store, module, name),
        };
        let given: Vec<Extern> = self.imports.iter().map(given).collect::<wasmtime::Result<_>>().map_err(fault)?;
        let instance = wasmtime::Instance::new(&mut store, &self.module, &given).map_err(fault)?;
        if let Some(heap_base) = instance.get_global(&mut store, "__heap_base")
            && let Some(heap_base) = heap_base.get(&mut store).i32()
        {
            store.data_mut().heap.open(heap_base.cast_unsigned());
        }
        Ok(Instance::new(store, instance, memory, self.limits.clone()))
    }

    fn no_room(&self, error: &wasmtime::Error) -> Fault {
        match error.downcast_ref::<Reached>() {
            Some(_) => Fault::of(error, &self.limits),
            None => Fault::NotCalled(format!(
                "{} imports {}, and the engine cannot make it: {error:#}. Link the guest with a smaller \
                 --initial-memory, or keep fewer instances.",
                self.name,
                self.memory.text()
            )),
        }
    }
}

impl<T> fmt::Debug for Plugin<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin").field("name", &self.name).field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// What is given for each import, in order; or all that cannot be given, in one error.
fn imports<T>(host: &Host<T>, module: &Module, plugin: &str) -> Result<Vec<Import>> {
    let (mut given, mut faults) = (Vec::new(), BTreeSet::new());
    let mut memory_is_given = false;
    for import in module.imports() {
        let (module, name) = (import.module().to_owned(), import.name().to_owned());
        let ty = import.ty();
        let offer = host.offers.get(&(module.clone(), name.clone()));
        let (kind, fault) = match (&ty, offer) {
            (ExternType::Memory(_), _) if !memory_is_given => {
                memory_is_given = true;
                given.push(Import::Memory);
                continue;
            }
            (ExternType::Func(ty), Some(offer)) if ty.matches(&offer.ty) => {
                given.push(Import::Function { module, name });
                continue;
            }
            (ExternType::Func(ty), Some(offer)) => (
                "function",
                format!("the host gives {}, and the module declares {}", signature(&offer.ty), signature(ty)),
            ),
            (ty, _) => (kind(ty), format!("nobody provides it; {}", cure(&import))),
        };
        faults.insert(format!("\n  {module}.{name} ({kind}): {fault}"));
    }
    if !faults.is_empty() {
        let what = if faults.len() == 1 { "an import".to_owned() } else { format!("{} imports", faults.len()) };
        bail!("{plugin} needs {what} that the host does not have:{}", faults.into_iter().collect::<String>());
    }
    Ok(given)
}

fn kind(ty: &ExternType) -> &'static str {
    match ty {
        ExternType::Func(_) => "function",
        ExternType::Global(_) => "global",
        ExternType::Table(_) => "table",
        ExternType::Memory(_) => "memory",
        ExternType::Tag(_) => "tag",
    }
}

fn cure(import: &ImportType<'_>) -> String {
    let (module, name) = (import.module(), import.name());
    if module.starts_with("wasi_") {
        "this is a WASI module; run it with wasmtime-runner run, or build it for wasm32-unknown-unknown".to_owned()
    } else if module.contains("wbindgen") {
        "a crate pulled wasm-bindgen in; find it with `cargo tree -i wasm-bindgen` and drop it".to_owned()
    } else if let ExternType::Func(ty) = import.ty() {
        format!("offer it with host.function({module:?}, {name:?}, …), as {}", signature(&ty))
    } else {
        "a plug-in is given functions and one memory".to_owned()
    }
}
