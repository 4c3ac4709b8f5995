//! A product of matrices, row by row.

use crate::random::Random;

const SIZE: usize = 100;

pub type Matrix = [[f64; SIZE]; SIZE];

pub const fn zero() -> Matrix {
    [[0.0; SIZE]; SIZE]
}

pub fn random(random: &mut Random) -> Matrix {
    core::array::from_fn(|_| core::array::from_fn(|_| random.fraction()))
}

/// The inner loop goes along rows, so that both caches and vectors serve it.
pub fn multiply(a: &Matrix, b: &Matrix, product: &mut Matrix) {
    for (row, sums) in a.iter().zip(product) {
        sums.fill(0.0);
        for (factor, others) in row.iter().zip(b) {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += factor * other;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SIZE, multiply, random, zero};
    use crate::random::Random;

    #[test]
    fn an_element_is_the_product_of_a_row_and_a_column() {
        let mut seeded = Random::new(1);
        let (a, b) = (random(&mut seeded), random(&mut seeded));
        let mut product = zero();
        multiply(&a, &b, &mut product);
        for row in 0..SIZE {
            for column in 0..SIZE {
                let naive: f64 = (0..SIZE).map(|k| a[row][k] * b[k][column]).sum();
                assert!((product[row][column] - naive).abs() < 1e-9, "{row} {column}");
            }
        }
    }
}
