//! An import says which module it is from.

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    safe fn now() -> f64;
}

#[unsafe(no_mangle)]
extern "C" fn elapsed(since: f64) -> f64 {
    now() - since
}
