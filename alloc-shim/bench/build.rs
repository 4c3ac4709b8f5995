//! Asks the linker for where the heap begins, from which its size is counted.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Other targets' linkers do not know the symbol.
    if std::env::var("TARGET").is_ok_and(|target| target == "wasm32-unknown-unknown") {
        println!("cargo::rustc-link-arg-cdylib=--export=__heap_base");
    }
}
