//! The module that is shipped: numbers in, a number out, after some work.

#![no_std]

// #region primes
/// How many primes are below `limit`.
#[unsafe(no_mangle)]
pub extern "C" fn primes_below(limit: u32) -> u32 {
    let mut count = 0;
    let mut candidate = 2;
    while candidate < limit {
        if is_prime(candidate) {
            count += 1;
        }
        candidate += 1;
    }
    count
}
// #endregion primes

fn is_prime(candidate: u32) -> bool {
    let mut divisor = 2;
    while divisor <= candidate / divisor {
        if candidate.is_multiple_of(divisor) {
            return false;
        }
        divisor += 1;
    }
    true
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
