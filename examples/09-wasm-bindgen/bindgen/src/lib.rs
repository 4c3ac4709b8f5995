//! Three functions over wasm-bindgen.

// #region functions
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

#[wasm_bindgen]
pub fn greet(name: &str) -> String {
    let mut line = String::with_capacity("Hello, !".len() + name.len());
    for part in ["Hello, ", name, "!"] {
        line.push_str(part);
    }
    line
}

#[wasm_bindgen]
pub fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}
// #endregion functions

#[cfg(feature = "tiny")]
mod heap {
    use alloc_shim::{LinearMemory, SingleThreaded, Tiny};

    #[global_allocator]
    static HEAP: SingleThreaded<Tiny<LinearMemory>> = SingleThreaded::new(Tiny::new(LinearMemory));
}
