//! `console.log`, under a name of our own.

#[link(wasm_import_module = "console")]
unsafe extern "C" {
    #[link_name = "log"]
    safe fn print(number: i32);
}

#[unsafe(no_mangle)]
pub extern "C" fn show(number: i32) {
    print(number);
}
