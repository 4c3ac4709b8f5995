//! Ending the program.

#![expect(unsafe_code, reason = "declares an import")]

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    // (func $proc_exit (param $rval $exitcode) (@witx noreturn))
    #[link_name = "proc_exit"]
    safe fn import(code: u32) -> !;
}

/// Ends the program with an exit code. Hosts take 0 to 125.
pub fn proc_exit(code: u8) -> ! {
    import(u32::from(code))
}
