//! What `std` does where there is no system to ask.

#[unsafe(no_mangle)]
extern "C" fn print() {
    println!("Hello, World!");
}

#[unsafe(no_mangle)]
extern "C" fn threads() -> i32 {
    i32::from(std::thread::Builder::new().spawn(|| ()).is_ok())
}

#[unsafe(no_mangle)]
extern "C" fn clock() -> bool {
    std::time::Instant::now().elapsed().is_zero()
}
