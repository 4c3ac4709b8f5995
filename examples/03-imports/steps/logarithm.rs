//! Meant is a function of the host that passes a number on.

unsafe extern "C" {
    safe fn log(number: f64) -> f64;
}

#[unsafe(no_mangle)]
pub extern "C" fn show(number: f64) -> f64 {
    log(number)
}
