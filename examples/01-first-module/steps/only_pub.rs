//! `pub` is about other Rust code: the linker has never heard of it.

pub fn add(left: u32, right: u32) -> u32 {
    left + right
}
