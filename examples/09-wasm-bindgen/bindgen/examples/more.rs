//! A struct as a class, and a function of the page.

// #region more
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn log(value: &JsValue);
}

#[wasm_bindgen]
pub struct Counter {
    count: u32,
}

#[wasm_bindgen]
impl Counter {
    #[wasm_bindgen(constructor)]
    pub fn new(count: u32) -> Self {
        Self { count }
    }

    pub fn next(&mut self, why: &JsValue) -> u32 {
        log(why);
        self.count += 1;
        self.count
    }
}
// #endregion more
