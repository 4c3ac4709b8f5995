//! The same in the words of the library.

static PRIMES: [i32; 9] = [2, 3, 5, 7, 11, 13, 17, 19, 23];

// #region nth_prime
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(n: usize) -> i32 {
    PRIMES.get(n).copied().unwrap_or(-1)
}
// #endregion nth_prime
