//! Asks the linker for `__heap_base`, where the heap of the host begins.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if ["HOST", "HOST_FREE"].iter().any(|feature| env::var_os(format!("CARGO_FEATURE_{feature}")).is_some()) {
        println!("cargo::rustc-link-arg=--export=__heap_base");
    }
}
