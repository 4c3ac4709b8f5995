//! Tells the linker where the world is.

fn main() {
    // #region linker
    let world = format!("{}/../guest.wit", env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rustc-link-arg-cdylib=--component-type={world}");
    println!("cargo::rerun-if-changed={world}");
    // #endregion linker
}
