//! A check of our own, after which none is left to the compiler.

static PRIMES: [i32; 9] = [2, 3, 5, 7, 11, 13, 17, 19, 23];

// #region nth_prime
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(n: usize) -> i32 {
    if n >= PRIMES.len() {
        return -1;
    }
    PRIMES[n]
}
// #endregion nth_prime
