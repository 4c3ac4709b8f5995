//! Six small programs, to be compiled natively and to wasm from this one source:
//! no line of it is for one of the two alone. What they are given comes from a
//! seeded generator, and what they give back depends on all that they did, so
//! that nothing can be computed ahead of time or left out.
//!
//! A kernel is exported as `fn(work: u32) -> u64`: it does something `work` times
//! and gives a checksum. Whoever exports such functions can have them measured
//! by `wasmtime-runner bench`; nothing in it knows these.

#![expect(unsafe_code, reason = "exports functions under fixed names")]

mod allocation;
mod fibonacci;
mod matrix;
mod n_body;
mod random;
mod sha256;
mod sort;

use crate::random::Random;

/// `work` Fibonacci numbers by the recursion that defines them: calls.
#[unsafe(no_mangle)]
pub extern "C" fn fibonacci(work: u32) -> u64 {
    let mut random = Random::new(work);
    (0..work).fold(0, |sum, _| mixed(sum, fibonacci::fibonacci(16 + random.below(4))))
}

/// `work` products of matrices of 100 × 100 doubles: loops that can be vectorised.
#[unsafe(no_mangle)]
pub extern "C" fn matrix(work: u32) -> u64 {
    let mut random = Random::new(work);
    let (mut a, b) = (matrix::random(&mut random), matrix::random(&mut random));
    let mut product = matrix::zero();
    (0..work).fold(0, |sum, _| {
        matrix::multiply(&a, &b, &mut product);
        let (row, column) = (random.below(100) as usize, random.below(100) as usize);
        a[row][column] = random.fraction();
        mixed(sum, product[row].iter().sum::<f64>().to_bits())
    })
}

/// `work` steps of the sun and four planets: square roots and divisions of doubles.
#[unsafe(no_mangle)]
pub extern "C" fn n_body(work: u32) -> u64 {
    let mut system = n_body::System::new(&mut Random::new(work));
    for _ in 0..work {
        system.advance(0.01);
    }
    system.energy().to_bits()
}

/// `work` sorts of 1,000 numbers with what `core` has for it: branches and moves.
#[unsafe(no_mangle)]
pub extern "C" fn sort(work: u32) -> u64 {
    let mut random = Random::new(work);
    let mut numbers = [0; 1000];
    (0..work).fold(0, |sum, _| {
        sort::random_sorted(&mut random, &mut numbers);
        numbers.iter().step_by(100).fold(sum, |sum, number| mixed(sum, u64::from(*number)))
    })
}

/// SHA-256 of `work` blocks of 64 bytes, without the processor's own instructions for
/// it: shifts, rotations and additions of 32 bits.
#[unsafe(no_mangle)]
pub extern "C" fn sha256(work: u32) -> u64 {
    let mut random = Random::new(work);
    let mut state = sha256::START;
    for _ in 0..work {
        let block: [[u8; 8]; 8] = core::array::from_fn(|_| random.next().to_be_bytes());
        sha256::compress(&mut state, block.as_flattened());
    }
    state.iter().fold(0, |sum, word| mixed(sum, u64::from(*word)))
}

/// `work` blocks of 16 to 2,063 bytes, each in place of one of 4,096 others, from one
/// allocator on both sides: dlmalloc, which `std` has on wasm.
#[unsafe(no_mangle)]
pub extern "C" fn allocation(work: u32) -> u64 {
    allocation::churn(&mut Random::new(work), work)
}

/// A sum that depends on the order of what is added.
fn mixed(sum: u64, value: u64) -> u64 {
    (sum ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_checksum_is_the_same_each_time_and_depends_on_the_work() {
        for kernel in [super::fibonacci, super::matrix, super::n_body, super::sort, super::sha256, super::allocation] {
            let [one, two, again] = [1, 2, 1].map(|work| kernel(work));
            assert_eq!(one, again);
            assert_ne!(one, two);
        }
    }
}
