//! A struct as a class, functions of the page, and values as text.

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

// #region json
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn stringify(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(text: &str) -> Result<JsValue, JsValue>;
}

/// A reply with the value in it, and how many bytes it has as text.
#[wasm_bindgen]
pub fn reply(value: &JsValue) -> Result<JsValue, JsValue> {
    let text = stringify(value)?;
    parse(&format!(r#"{{ "bytes": {}, "value": {text} }}"#, text.len()))
}
// #endregion json
