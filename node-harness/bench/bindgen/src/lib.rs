//! What the peers are asked to do, over wasm-bindgen.

use wasm_bindgen::prelude::wasm_bindgen;

/// The sum.
#[cfg(feature = "add")]
#[wasm_bindgen]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// `Hello, NAME!`
#[cfg(feature = "greet")]
#[wasm_bindgen]
pub fn greet(name: &str) -> String {
    let mut line = String::with_capacity("Hello, !".len() + name.len());
    for part in ["Hello, ", name, "!"] {
        line.push_str(part);
    }
    line
}

/// The dot product of a vector with itself.
#[cfg(feature = "vector")]
#[wasm_bindgen]
pub fn square(numbers: Vec<f64>) -> f64 {
    numbers.iter().map(|number| number * number).sum()
}
