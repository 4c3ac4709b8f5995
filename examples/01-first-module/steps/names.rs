//! Two ways to a name. One takes that of the function, the other any.

#[unsafe(no_mangle)]
pub extern "C" fn double(number: u32) -> u32 {
    number * 2
}

#[unsafe(export_name = "half of")]
pub extern "C" fn halve(number: u32) -> u32 {
    number / 2
}
