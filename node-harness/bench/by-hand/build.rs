//! Says where the host's heap may begin, as `guest-nostd` does.

fn main() {
    println!("cargo::rustc-link-arg-cdylib=--export=__heap_base");
}
