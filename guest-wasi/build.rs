//! Says in words what the linker would say in symbols.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let is_guest = env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "wasi");
    if is_guest && !flags.contains("link-self-contained=no") {
        println!(
            "cargo::error=this program has its own `_start`, and the one of wasi-libc would be linked too: run cargo in \
             the folder guest-wasi, where .cargo/config.toml says `-C link-self-contained=no` (a RUSTFLAGS in the \
             environment hides that file)"
        );
    }
}
