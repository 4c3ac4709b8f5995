//! Meant to be `console.log`.

unsafe extern "C" {
    safe fn log(number: f64) -> f64;
}

#[unsafe(no_mangle)]
extern "C" fn run() -> f64 {
    log(-1.0)
}
