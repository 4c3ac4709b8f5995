//! The same question answered from a table and with a `Vec`.

#![expect(unsafe_code, reason = "exports functions under fixed names")]

#[cfg(feature = "nth-prime-vec")]
use alloc::vec::Vec;

/// The primes up to 23. A byte each: the table is most of the module's data.
#[cfg(feature = "nth-prime")]
static PRIMES: [u8; 9] = [2, 3, 5, 7, 11, 13, 17, 19, 23];

/// The prime at `index` of a table of nine.
///
/// # Panics
///
/// Beyond the table, so a bounds check and the panic handler are in the module.
#[cfg(feature = "nth-prime")]
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(index: usize) -> u32 {
    u32::from(PRIMES[index])
}

/// The prime at `index`, counting from 0, found by division by all before it.
///
/// # Panics
///
/// If there is no memory for the primes up to it.
#[cfg(feature = "nth-prime-vec")]
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime_vec(index: usize) -> u32 {
    let mut primes: Vec<u32> = Vec::new();
    let mut candidate = 2;
    loop {
        if primes.iter().all(|prime| !candidate_is_multiple(candidate, *prime)) {
            if primes.len() == index {
                return candidate;
            }
            primes.push(candidate);
        }
        candidate += 1;
    }
}

/// No prime is 0, and saying so keeps the check for it out of the module.
#[cfg(feature = "nth-prime-vec")]
fn candidate_is_multiple(candidate: u32, prime: u32) -> bool {
    candidate.checked_rem(prime) == Some(0)
}

#[cfg(test)]
mod tests {
    #[cfg(all(feature = "nth-prime", feature = "nth-prime-vec"))]
    #[test]
    fn both_find_the_same_primes() {
        for (index, prime) in super::PRIMES.iter().enumerate() {
            assert_eq!(super::nth_prime(index), u32::from(*prime));
            assert_eq!(super::nth_prime_vec(index), u32::from(*prime));
        }
    }
}
