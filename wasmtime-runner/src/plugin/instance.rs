//! A plug-in at work: typed calls, and bytes and text both ways.

use std::fmt;
use std::marker::PhantomData;

use anyhow::Result;
use wasmtime::{FuncType, Memory, Store, TypedFunc, Val, ValType};

use crate::invoke;
use crate::limits::Limits;
use crate::plugin::access::State;
use crate::plugin::fault::Fault;
use crate::plugin::host::TICK;
use crate::plugin::text;
use crate::plugin::value::{Params, Results, signature};

/// An instance of a plug-in, with a memory of its own. It may go to another thread.
pub struct Instance<T: 'static> {
    store: Store<State<T>>,
    instance: wasmtime::Instance,
    memory: Memory,
    limits: Limits,
    /// How a call ended that no other may follow.
    poison: Option<String>,
}

/// An exported function of one instance, found and compared with its signature,
/// so that calls of it do neither.
pub struct Function<P: Params, R: Results> {
    function: TypedFunc<P::Wasm, R::Wasm>,
    signature: PhantomData<fn(P) -> R>,
}

impl<P: Params, R: Results> Clone for Function<P, R> {
    fn clone(&self) -> Self {
        Self { function: self.function.clone(), signature: PhantomData }
    }
}

impl<P: Params, R: Results> fmt::Debug for Function<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").finish_non_exhaustive()
    }
}

/// Where some bytes of the host are in a guest's memory: a block of its `alloc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its address.
    pub ptr: u32,
    /// Its length in bytes.
    pub len: u32,
}

impl<T> Instance<T> {
    pub(super) fn new(store: Store<State<T>>, instance: wasmtime::Instance, memory: Memory, limits: Limits) -> Self {
        Self { store, instance, memory, limits, poison: None }
    }

    /// What the embedder keeps for this instance.
    pub fn data(&self) -> &T {
        &self.store.data().data
    }

    /// The same, to be changed.
    pub fn data_mut(&mut self) -> &mut T {
        &mut self.store.data_mut().data
    }

    /// Calls the exported function `name`, as `call::<(u32, u32), i16>("add", (1, 2))`.
    ///
    /// # Errors
    ///
    /// If there is none of that signature, or the call does not come to its end.
    pub fn call<P: Params, R: Results>(&mut self, name: &str, params: P) -> Result<R, Fault> {
        let function = self.function(name)?;
        self.call_function(&function, params)
    }

    /// Finds the exported function `name`, to call it more than once.
    ///
    /// # Errors
    ///
    /// If there is none of that signature.
    pub fn function<P: Params, R: Results>(&mut self, name: &str) -> Result<Function<P, R>, Fault> {
        let function = invoke::find(&mut self.store, &self.instance, name).map_err(not_called)?;
        let typed = function.typed(&self.store).map_err(|_| {
            let asked = FuncType::new(self.store.engine(), P::types(), R::types());
            Fault::NotCalled(format!(
                "`{name}` is {}, and it is called as {}\nnext step: call it with the types that it has",
                signature(&function.ty(&self.store)),
                signature(&asked)
            ))
        })?;
        Ok(Function { function: typed, signature: PhantomData })
    }

    /// Calls a function that was found.
    ///
    /// # Errors
    ///
    /// If the call does not come to its end, or an earlier one did not.
    ///
    /// # Panics
    ///
    /// If `function` is one of another instance.
    pub fn call_function<P: Params, R: Results>(&mut self, function: &Function<P, R>, params: P) -> Result<R, Fault> {
        let result = self.guarded(|store| function.function.call(store, params.into_wasm()))?;
        R::from_wasm(result).map_err(|error| Fault::Refused(format!("{error:#}")))
    }

    /// Calls the exported function `name` with values whose types are known only now.
    ///
    /// # Errors
    ///
    /// If there is none that takes them, or the call does not come to its end.
    pub fn call_values(&mut self, name: &str, params: &[Val]) -> Result<Vec<Val>, Fault> {
        let function = invoke::find(&mut self.store, &self.instance, name).map_err(not_called)?;
        let ty = function.ty(&self.store);
        let fits = |(ty, value): (ValType, &Val)| value.matches_ty(&self.store, &ty).unwrap_or(false);
        if ty.params().len() != params.len() || !ty.params().zip(params).all(fits) {
            return Err(Fault::NotCalled(format!("`{name}` is {}, and is called with {params:?}", signature(&ty))));
        }
        let mut results = vec![Val::I32(0); ty.results().len()];
        self.guarded(|store| function.call(store, params, &mut results))?;
        Ok(results)
    }

    /// The signature of the exported function `name`.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn signature(&mut self, name: &str) -> Result<FuncType, Fault> {
        let function = invoke::find(&mut self.store, &self.instance, name).map_err(not_called)?;
        Ok(function.ty(&self.store))
    }

    /// Makes a call, if none before it went wrong, with what one call may use.
    fn guarded<R>(&mut self, call: impl FnOnce(&mut Store<State<T>>) -> wasmtime::Result<R>) -> Result<R, Fault> {
        if let Some(why) = &self.poison {
            return Err(Fault::Poisoned(why.clone()));
        }
        let result = match allow(&mut self.store, &self.limits) {
            Ok(()) => call(&mut self.store),
            Err(error) => Err(error),
        };
        result.map_err(|error| {
            let fault = Fault::of(&error, &self.limits);
            self.poison = Some(fault.to_string());
            fault
        })
    }

    /// Whether an earlier call went wrong, so that no other can be made.
    pub fn is_poisoned(&self) -> bool {
        self.poison.is_some()
    }

    /// How large the memory is now, in bytes.
    pub fn memory_len_bytes(&self) -> usize {
        self.memory.data_size(&self.store)
    }

    /// The `len` bytes at `ptr`. They can be read after a call that went wrong, too.
    ///
    /// # Errors
    ///
    /// If they run past the end of memory.
    pub fn read_bytes(&self, ptr: u32, len: u32) -> Result<&[u8]> {
        text::read(self.memory.data(&self.store), ptr, len, "reading bytes")
    }

    /// The text of `len` bytes at `ptr`.
    ///
    /// # Errors
    ///
    /// If it runs past the end of memory or is not UTF-8.
    pub fn read_text(&self, ptr: u32, len: u32) -> Result<&str> {
        text::read_text(self.memory.data(&self.store), ptr, len)
    }

    /// Writes `text` into a block from the guest's `alloc`. Give the block back
    /// with [`release`](Self::release), unless the guest takes it over.
    ///
    /// # Errors
    ///
    /// As [`write_bytes`](Self::write_bytes).
    pub fn write_text(&mut self, text: &str) -> Result<Placed, Fault> {
        self.write_bytes(text.as_bytes())
    }

    /// Writes `bytes` into a block from the guest's `alloc`.
    ///
    /// # Errors
    ///
    /// If the guest exports no `alloc`, is out of memory, or gives a block that is not in its memory.
    pub fn write_bytes(&mut self, bytes: &[u8]) -> Result<Placed, Fault> {
        let Ok(len) = u32::try_from(bytes.len()) else {
            return Err(Fault::NotCalled(format!("{} bytes do not fit into a memory of 32 bits", bytes.len())));
        };
        self.require("alloc", "alloc(len) -> ptr")?;
        let ptr: u32 = self.call("alloc", (len,))?;
        if ptr == 0 && len > 0 {
            return Err(Fault::Refused(format!(
                "the guest's alloc({len}) returned 0: it is out of memory. Release blocks that are no longer needed, \
                 or link the guest with a larger --max-memory."
            )));
        }
        let memory = self.memory.data_mut(&mut self.store);
        text::write(memory, ptr, bytes, "writing into the guest's alloc block")
            .map_err(|error| Fault::Refused(error.to_string()))?;
        Ok(Placed { ptr, len })
    }

    /// Gives a block back to the guest's `dealloc`.
    ///
    /// # Errors
    ///
    /// If the guest exports no `dealloc`, or it does not come to its end.
    pub fn release(&mut self, placed: Placed) -> Result<(), Fault> {
        self.require("dealloc", "dealloc(ptr, len)")?;
        self.call("dealloc", (placed.ptr, placed.len))
    }

    fn require(&mut self, name: &str, signature: &str) -> Result<(), Fault> {
        match self.instance.get_func(&mut self.store, name) {
            Some(_) => Ok(()),
            None => Err(Fault::NotCalled(format!(
                "the guest exports no function `{name}`, which the host needs to place text or bytes in its memory. \
                 Export {signature} from it: #[unsafe(no_mangle)] extern \"C\" fn {name}."
            ))),
        }
    }
}

impl<T> fmt::Debug for Instance<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("poison", &self.poison).finish_non_exhaustive()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn not_called(error: anyhow::Error) -> Fault {
    Fault::NotCalled(format!("{error:#}"))
}

/// So many ticks that the clock does not get there, nor its sum with the time overflow.
const FOREVER: u64 = u64::MAX / 2;

/// Allows one call what `limits` say: all of the fuel, all of the time.
pub(super) fn allow<T>(store: &mut Store<State<T>>, limits: &Limits) -> wasmtime::Result<()> {
    if let Some(fuel) = limits.fuel {
        store.set_fuel(fuel)?;
    }
    if let Some(time) = limits.timeout {
        // The tick that has begun counts for nothing.
        let ticks = time.as_nanos().div_ceil(TICK.as_nanos());
        store.set_epoch_deadline(u64::try_from(ticks).map_or(FOREVER, |ticks| ticks.min(FOREVER)) + 1);
    }
    Ok(())
}
