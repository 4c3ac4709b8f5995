//! Two programs that allocate, over an allocator that a feature chooses.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod heap;

use alloc::vec::Vec;

// #region nth_prime
/// The prime at `index`, counting from 0, found by division by all before it.
#[unsafe(no_mangle)]
extern "C" fn nth_prime(index: usize) -> u32 {
    let mut primes: Vec<u32> = Vec::new();
    let mut candidate = 2_u32;
    loop {
        if primes.iter().all(|prime| candidate.checked_rem(*prime) != Some(0)) {
            if primes.len() == index {
                return candidate;
            }
            primes.push(candidate);
        }
        candidate += 1;
    }
}
// #endregion nth_prime

// #region churn
/// Has a hundred blocks of up to 512 bytes, and in each round lets one go and makes another in its place.
#[cfg(feature = "churn")]
#[unsafe(no_mangle)]
extern "C" fn churn(rounds: u32) -> usize {
    let mut blocks: [Vec<u8>; 100] = [const { Vec::new() }; 100];
    let mut random = 1_u32;
    for _ in 0..rounds {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if let Some(block) = blocks.get_mut((random >> 25) as usize) {
            *block = Vec::with_capacity((random >> 16) as usize % 512);
            block.push(1);
        }
    }
    blocks.iter().map(Vec::len).sum()
}
// #endregion churn

// #region panic
#[cfg(not(feature = "std"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
// #endregion panic
