//! Two functions of JavaScript, one of which is called.

// #region import
#[link(wasm_import_module = "Math")]
unsafe extern "C" {
    fn random() -> f64;
    fn cbrt(number: f64) -> f64;
}
// #endregion import

// #region call
#[unsafe(no_mangle)]
pub extern "C" fn random_add(left: f64, right: f64) -> f64 {
    // SAFETY: it takes nothing that could be wrong.
    left + right + unsafe { random() }
}
// #endregion call

/// Not exported, so nothing calls it, and `cbrt` is not imported.
pub fn cube_root(number: f64) -> f64 {
    // SAFETY: every number has a cube root.
    unsafe { cbrt(number) }
}
