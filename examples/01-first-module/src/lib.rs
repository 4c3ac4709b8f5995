//! The module of this lesson: one function.

#[unsafe(export_name = "add")]
pub extern "C" fn add(left: u32, right: u32) -> u32 {
    left + right
}
