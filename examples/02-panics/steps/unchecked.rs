//! No check: the caller promises.

static PRIMES: [i32; 9] = [2, 3, 5, 7, 11, 13, 17, 19, 23];

// #region nth_prime
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(n: usize) -> i32 {
    // SAFETY: the contract of this function.
    unsafe { *PRIMES.get_unchecked(n) }
}
// #endregion nth_prime
