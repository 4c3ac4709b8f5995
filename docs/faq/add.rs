//! A function that is exported, and one that is only `pub`.

#[unsafe(no_mangle)]
pub extern "C" fn add(left: u32, right: u32) -> u32 {
    left + right
}

pub fn subtract(left: u32, right: u32) -> u32 {
    left - right
}
