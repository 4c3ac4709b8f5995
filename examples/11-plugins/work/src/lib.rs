//! Three functions to be measured natively and as wasm. Each does something as often as it is told, and gives a
//! checksum.

use std::hint::black_box;

// #region calls
/// Calls: a Fibonacci number by the recursion that defines it.
#[unsafe(no_mangle)]
extern "C" fn calls(times: u32) -> u64 {
    fn fibonacci(n: u32) -> u64 {
        if n < 2 { u64::from(n) } else { fibonacci(n - 1) + fibonacci(n - 2) }
    }
    (0..times).map(|_| fibonacci(black_box(20))).sum()
}
// #endregion calls

/// Loops over neighbours: a product of matrices of 64 × 64 doubles.
#[unsafe(no_mangle)]
extern "C" fn matrix(times: u32) -> u64 {
    let a: [[f64; 64]; 64] = black_box([[1.5; 64]; 64]);
    let mut b = black_box([[2.5; 64]; 64]);
    for _ in 0..times {
        // #region matrix
        let mut product = [[0.0; 64]; 64];
        for (row, sums) in a.iter().zip(&mut product) {
            for (factor, others) in row.iter().zip(&b) {
                for (sum, other) in sums.iter_mut().zip(others) {
                    *sum += factor * other;
                }
            }
        }
        // #endregion matrix
        b = product.map(|row| row.map(|sum| sum / 96.0));
    }
    b.as_flattened().iter().sum::<f64>().to_bits()
}

// #region chase
/// Loads: each address comes out of the load before.
#[unsafe(no_mangle)]
extern "C" fn chase(times: u32) -> u64 {
    // From each place to one further on, and after all of them back to the first.
    let next: [u16; 4096] = black_box(std::array::from_fn(|place| (place as u16 + 1637) % 4096));
    let mut place = 0;
    for _ in 0..times {
        for _ in 0..100 {
            place = usize::from(next[place % 4096]);
        }
    }
    place as u64
}
// #endregion chase
