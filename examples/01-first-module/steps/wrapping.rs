//! A sum that cannot panic, whatever the profile says about overflow.

#[unsafe(export_name = "add")]
pub extern "C" fn add(left: u32, right: u32) -> u32 {
    left.wrapping_add(right)
}
