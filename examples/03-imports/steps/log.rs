//! Meant is `console.log`.

unsafe extern "C" {
    safe fn log(number: i32);
}

#[unsafe(no_mangle)]
pub extern "C" fn show(number: i32) {
    log(number);
}
