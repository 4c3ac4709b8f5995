//! What the host returns, as it arrives.

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    safe fn narrow() -> i32;
    safe fn wide() -> i64;
}

#[unsafe(no_mangle)]
pub extern "C" fn ask_narrow() -> i32 {
    narrow()
}

#[unsafe(no_mangle)]
pub extern "C" fn ask_wide() -> i64 {
    wide()
}
