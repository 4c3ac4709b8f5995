//! Five bytes, with 42 at index 3: once for nobody, once for the caller.

#[unsafe(no_mangle)]
extern "C" fn vanishes() {
    let mut block = vec![0u8; 5];
    block[3] = 42;
}

#[unsafe(no_mangle)]
extern "C" fn stays() -> *mut u8 {
    let mut block = vec![0u8; 5];
    block[3] = 42;
    block.leak().as_mut_ptr()
}
