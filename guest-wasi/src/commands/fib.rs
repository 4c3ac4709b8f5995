//! `fib N`: the Nth Fibonacci number, for something to compute.

use super::{Problem, failed};
use crate::text::{Decimal, line, number};
use crate::wasi::Fd;

/// The last one that fits into 64 bits.
const LAST: u32 = 93;

/// Writes the number; `fib 0` is 0 and `fib 1` is 1.
pub fn run(n: &[u8]) -> Result<(), Problem<'_>> {
    let n = number(n).filter(|n| *n <= LAST).ok_or(Problem::Usage)?;
    let (mut this, mut next) = (0_u64, 1_u64);
    for _ in 0..n {
        (this, next) = (next, this.wrapping_add(next));
    }
    line(Fd::STDOUT, &[Decimal::of(this).text()]).map_err(failed(b"stdout"))
}
