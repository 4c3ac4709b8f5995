//! A program, not a library: `std` brings what runs before and after `main`.

#[unsafe(export_name = "add")]
pub extern "C" fn add(left: u32, right: u32) -> u32 {
    left + right
}

fn main() {}
