//! Asks the linker for what the host needs of the module.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The host's malloc begins where the linker's own data ends, and since Rust
    // 1.96 the linker says where that is only if it is asked. It costs 25 bytes,
    // so a guest with its own allocator does not ask.
    let is_guest = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_guest && env::var_os("CARGO_FEATURE_ALLOC_HOST").is_some() {
        println!("cargo::rustc-link-arg-cdylib=--export=__heap_base");
    }
}
