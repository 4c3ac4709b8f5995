//! Promises to the compiler are made in one place, and the rest is safe code.

// #region host
mod host {
    #[link(wasm_import_module = "Math")]
    unsafe extern "C" {
        /// From 0 up to, but not including, 1.
        #[link_name = "random"]
        pub safe fn unit() -> f64;
    }

    #[link(wasm_import_module = "game board")]
    unsafe extern "C" {
        #[link_name = "draw!"]
        fn draw_raw(text: *const u8, len: usize);
    }

    /// Shows a line of text, which the host reads before it returns.
    pub fn draw(text: &str) {
        // SAFETY: a `str` is `len` bytes that can be read, and the host keeps neither.
        unsafe { draw_raw(text.as_ptr(), text.len()) }
    }
}
// #endregion host

// #region throw
#[unsafe(no_mangle)]
pub extern "C" fn throw_coin() {
    host::draw(if host::unit() < 0.5 { "heads" } else { "tails" });
}
// #endregion throw
