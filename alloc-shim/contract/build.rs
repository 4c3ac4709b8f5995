//! Asks the linker for what the host of the test module looks up.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Since Rust 1.96 the linker no longer exports this by itself. Other
    // targets' linkers do not know the symbol.
    if std::env::var("TARGET").is_ok_and(|target| target == "wasm32-unknown-unknown") {
        println!("cargo::rustc-link-arg-cdylib=--export=__heap_base");
    }
}
