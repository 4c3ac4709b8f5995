//! What can be run: a core module or a component, compiled.

use anyhow::{Context, Result};
use wasmtime::component::Component;
use wasmtime::{Engine, Module, Precompiled};

/// A program, compiled for one engine.
pub enum Program {
    /// A core module: of WASI preview 1, or with functions to be called.
    Module(Module),
    /// A component: a command of WASI 0.2.
    Component(Component),
}

#[cfg(feature = "compiler")]
impl Program {
    /// Compiles what is in the binary format.
    ///
    /// # Errors
    ///
    /// If it is nothing that `engine` can compile.
    pub fn compile(engine: &Engine, wasm: &[u8]) -> Result<Self> {
        Ok(match is_component(wasm) {
            true => Self::Component(Component::from_binary(engine, wasm)?),
            false => Self::Module(Module::from_binary(engine, wasm)?),
        })
    }

    /// Its machine code, for [`deserialize`](Self::deserialize).
    ///
    /// # Errors
    ///
    /// None that is expected.
    pub fn serialize(&self) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Module(module) => module.serialize()?,
            Self::Component(component) => component.serialize()?,
        })
    }
}

/// Whether `wasm`, in the binary format, is a component: the version in its
/// header is followed by the layer, which is 0 for a core module.
#[cfg(feature = "compiler")]
pub fn is_component(wasm: &[u8]) -> bool {
    wasm.get(6) == Some(&1)
}

impl Program {
    /// Makes a program of machine code.
    ///
    /// # Errors
    ///
    /// If it was made for another engine.
    ///
    /// # Safety
    ///
    /// `code` has to be as [`serialize`](Self::serialize) gave it: what it says is executed.
    #[expect(unsafe_code, reason = "loads machine code")]
    pub unsafe fn deserialize(engine: &Engine, code: &[u8]) -> Result<Self> {
        match Engine::detect_precompiled(code).context("this is no machine code")? {
            Precompiled::Module => {
                // SAFETY: as the caller says.
                let module = unsafe { Module::deserialize(engine, code) };
                Ok(Self::Module(module?))
            }
            Precompiled::Component => {
                // SAFETY: as the caller says.
                let component = unsafe { Component::deserialize(engine, code) };
                Ok(Self::Component(component?))
            }
        }
    }
}
