//! A panic that is caught.

use std::panic::catch_unwind;

fn half(number: i32) -> i32 {
    assert!(number % 2 == 0, "{number} is odd");
    number / 2
}

/// Half of the number, or if it is odd three times it and one.
// #region step
#[unsafe(no_mangle)]
extern "C" fn step(number: i32) -> i32 {
    catch_unwind(|| half(number)).unwrap_or_else(|_| number * 3 + 1)
}
// #endregion step
