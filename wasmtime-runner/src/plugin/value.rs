//! Which types of Rust cross the border, and as which of WebAssembly.

use anyhow::{Context as _, Result};
use wasmtime::{Caller, FuncType, Linker, ValType, WasmParams, WasmResults, WasmRet, WasmTy};

use crate::plugin::access::{Access, State};
use crate::plugin::fault::ending;

/// A number. Those of 8 and 16 bits travel as an `i32`, as they do in
/// `extern "C"` functions.
pub trait Value: Copy + Send + Sync + 'static {
    /// As what it travels.
    type Wasm: WasmTy + Copy;
    /// The same, as a value.
    const TYPE: ValType;

    /// On its way to the guest.
    fn into_wasm(self) -> Self::Wasm;

    /// On its way from the guest.
    ///
    /// # Errors
    ///
    /// If what the guest gave is too large for the type.
    fn from_wasm(value: Self::Wasm) -> Result<Self>;
}

macro_rules! as_they_are {
    ($($rust:ty: $ty:ident;)*) => {$(
        impl Value for $rust {
            type Wasm = $rust;
            const TYPE: ValType = ValType::$ty;

            fn into_wasm(self) -> Self {
                self
            }

            fn from_wasm(value: Self) -> Result<Self> {
                Ok(value)
            }
        }
    )*};
}

as_they_are! { i32: I32; u32: I32; i64: I64; u64: I64; f32: F32; f64: F64; }

macro_rules! narrow {
    ($($rust:ty)*) => {$(
        impl Value for $rust {
            type Wasm = i32;
            const TYPE: ValType = ValType::I32;

            fn into_wasm(self) -> i32 {
                i32::from(self)
            }

            fn from_wasm(value: i32) -> Result<Self> {
                let narrow = Self::try_from(value).ok();
                narrow.with_context(|| format!("the guest gave {value}, which is no {}", stringify!($rust)))
            }
        }
    )*};
}

narrow! { i8 u8 i16 u16 }

/// What a function gives back: nothing, or one value.
pub trait Results: Sized + Send + Sync + 'static {
    /// As what it travels.
    type Wasm: WasmResults + WasmRet;

    /// The types, for messages.
    fn types() -> Vec<ValType>;
    /// On its way to the guest.
    fn into_wasm(self) -> Self::Wasm;
    /// On its way from the guest.
    ///
    /// # Errors
    ///
    /// If what the guest gave is too large for the type.
    fn from_wasm(values: Self::Wasm) -> Result<Self>;
}

impl Results for () {
    type Wasm = ();

    fn types() -> Vec<ValType> {
        Vec::new()
    }

    fn into_wasm(self) {}

    fn from_wasm((): ()) -> Result<()> {
        Ok(())
    }
}

impl<V: Value> Results for V {
    type Wasm = V::Wasm;

    fn types() -> Vec<ValType> {
        vec![V::TYPE]
    }

    fn into_wasm(self) -> V::Wasm {
        Value::into_wasm(self)
    }

    fn from_wasm(value: V::Wasm) -> Result<Self> {
        Value::from_wasm(value)
    }
}

/// What a function takes: a tuple of up to eight values.
pub trait Params: Sized + Send + Sync + 'static {
    /// As what they travel.
    type Wasm: WasmParams;

    /// The types, for messages.
    fn types() -> Vec<ValType>;
    /// On their way to the guest.
    fn into_wasm(self) -> Self::Wasm;

    /// Offers `function` to guests.
    ///
    /// # Errors
    ///
    /// If `linker` does not take it.
    #[doc(hidden)]
    fn define<T: 'static, R: Results>(
        linker: &mut Linker<State<T>>,
        module: &str,
        name: &str,
        function: impl Fn(&mut Access<'_, T>, Self) -> Result<R> + Send + Sync + 'static,
    ) -> Result<()>;
}

macro_rules! tuples {
    ($($($value:ident)*;)*) => {$(
        impl<$($value: Value),*> Params for ($($value,)*) {
            type Wasm = ($($value::Wasm,)*);

            fn types() -> Vec<ValType> {
                vec![$($value::TYPE),*]
            }

            #[allow(non_snake_case, clippy::unused_unit, reason = "one name for a type and its value")]
            fn into_wasm(self) -> Self::Wasm {
                let ($($value,)*) = self;
                ($(Value::into_wasm($value),)*)
            }

            #[allow(non_snake_case, reason = "one name for a type and its value")]
            fn define<T: 'static, R: Results>(
                linker: &mut Linker<State<T>>,
                module: &str,
                name: &str,
                function: impl Fn(&mut Access<'_, T>, Self) -> Result<R> + Send + Sync + 'static,
            ) -> Result<()> {
                let call = move |caller: Caller<'_, State<T>>, $($value: $value::Wasm),*| -> wasmtime::Result<R::Wasm> {
                    let call = || function(&mut Access::new(caller), ($(Value::from_wasm($value)?,)*));
                    call().map(R::into_wasm).map_err(ending)
                };
                linker.func_wrap(module, name, call)?;
                Ok(())
            }
        }
    )*};
}

tuples! {
    ; A; A B; A B C; A B C D; A B C D E; A B C D E F; A B C D E F G; A B C D E F G H;
}

/// `(i32, i32) -> i32`.
pub(super) fn signature(ty: &FuncType) -> String {
    let list = |types: Vec<String>| types.join(", ");
    let params = list(ty.params().map(|ty| ty.to_string()).collect());
    let results: Vec<String> = ty.results().map(|ty| ty.to_string()).collect();
    match results.as_slice() {
        [] => format!("({params})"),
        _ => format!("({params}) -> {}", list(results)),
    }
}
