//! The memory that a plug-in imports: with exactly the limits that it states.

use anyhow::{Result, bail};
use wasmtime::{Engine, ExternType, InstancePre, Linker, Memory, Module, Store};

use crate::plugin::access::State;

/// Makes memories of one type.
///
/// A memory that a host makes by itself is never one of wasmtime's pool. The
/// memory of an instance is, so each is that of a module that consists of it.
pub(super) struct MemorySource<T: 'static> {
    module: InstancePre<State<T>>,
    /// `env.memory` and its initial size, for messages.
    text: String,
}

impl<T> MemorySource<T> {
    /// A source of what `plugin` imports.
    ///
    /// # Errors
    ///
    /// If it imports no memory, or one that this host does not give.
    pub(super) fn of(engine: &Engine, plugin: &Module, name: &str) -> Result<Self> {
        let found = plugin.imports().find_map(|import| match import.ty() {
            ExternType::Memory(ty) => Some((ty, format!("{}.{}", import.module(), import.name()))),
            _ => None,
        });
        let Some((ty, import)) = found else { bail!(no_memory_import(plugin, name)) };
        if ty.is_64() {
            bail!(
                "{name} imports {import} as a 64-bit memory, and this host hands out 32-bit addresses. \
                 Build the guest for wasm32-unknown-unknown."
            );
        }
        if ty.is_shared() {
            bail!(
                "{name} imports {import} as a memory shared between threads, and an instance here belongs to one \
                 thread. Build the guest without the target feature `atomics`."
            );
        }
        let most = ty.maximum().map(|pages| format!(" {pages}")).unwrap_or_default();
        let text = format!("(module (memory (export \"memory\") {}{most}))", ty.minimum());
        let module = Module::new(engine, wat::parse_str(text)?)?;
        Ok(Self {
            module: Linker::new(engine).instantiate_pre(&module)?,
            text: format!("{import} with {} pages of 64 KiB", ty.minimum()),
        })
    }

    /// A memory, in `store`.
    pub(super) fn make(&self, store: &mut Store<State<T>>) -> wasmtime::Result<Memory> {
        let instance = self.module.instantiate(&mut *store)?;
        instance.get_memory(store, "memory").ok_or_else(|| wasmtime::Error::msg("the memory is not exported"))
    }

    /// What cannot be made, if it cannot.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

fn no_memory_import(plugin: &Module, name: &str) -> String {
    let own = plugin.exports().find(|export| matches!(export.ty(), ExternType::Memory(_)));
    let found = match own {
        Some(own) => format!("it has a memory of its own, exported as `{}`", own.name()),
        None => "it asks the host for none".to_owned(),
    };
    format!(
        "{name} imports no memory: {found}. Link it with --import-memory: \
         rustflags = [\"-C\", \"link-args=--import-memory\"] in .cargo/config.toml, and no RUSTFLAGS in the \
         environment, which would replace that line."
    )
}
