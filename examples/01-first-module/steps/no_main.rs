//! A program that says that it has no `main`.

#![no_main]

#[unsafe(export_name = "add")]
pub extern "C" fn add(left: u32, right: u32) -> u32 {
    left + right
}
