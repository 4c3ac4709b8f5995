//! A function that somebody else has, and nobody says who.

unsafe extern "C" {
    fn ask(question: i32) -> i32;
}

#[unsafe(no_mangle)]
pub extern "C" fn twice(question: i32) -> i32 {
    // SAFETY: numbers in, a number out.
    unsafe { ask(question) * 2 }
}
