//! An object of the guest, of which the host has the address and no more.

use alloc::boxed::Box;

// #region vector
pub struct Vector {
    x: u32,
    y: u32,
}

#[unsafe(no_mangle)]
extern "C" fn vector_new(x: u32, y: u32) -> Box<Vector> {
    Box::new(Vector { x, y })
}

#[unsafe(no_mangle)]
extern "C" fn vector_dot_product(a: &Vector, b: &Vector) -> u32 {
    a.x * b.x + a.y * b.y
}

#[unsafe(no_mangle)]
extern "C" fn vector_free(_: Option<Box<Vector>>) {}
// #endregion vector
