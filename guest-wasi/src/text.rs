//! Text out, without `core::fmt`.

use crate::wasi::{Errno, Fd, fd_write, sched_yield};

/// Writes all of `bytes`. A host whose pipes do not wait, as Node's do not, is
/// asked again.
pub fn write_all(fd: Fd, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match fd_write(fd, bytes) {
            Err(Errno::AGAIN) => sched_yield()?,
            written => bytes = bytes.get(written?..).unwrap_or_default(),
        }
    }
    Ok(())
}

/// Writes the parts one behind the other, and a line break.
pub fn line(fd: Fd, parts: &[&[u8]]) -> Result<(), Errno> {
    parts.iter().try_for_each(|part| write_all(fd, part))?;
    write_all(fd, b"\n")
}

/// A number in decimal digits.
pub struct Decimal {
    digits: [u8; Self::LEN],
    start: usize,
}

impl Decimal {
    /// The digits of `u64::MAX`.
    const LEN: usize = 20;

    /// Writes `number` down.
    pub fn of(mut number: u64) -> Self {
        let mut decimal = Self { digits: [b'0'; Self::LEN], start: Self::LEN };
        for (at, digit) in decimal.digits.iter_mut().enumerate().rev() {
            *digit = b"0123456789"[(number % 10) as usize];
            decimal.start = at;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        decimal
    }

    /// The digits.
    pub fn text(&self) -> &[u8] {
        self.digits.get(self.start..).unwrap_or_default()
    }
}

/// The number that all of `text` is, in decimal digits.
#[cfg(any(feature = "random", feature = "fib"))]
pub fn number(text: &[u8]) -> Option<u32> {
    let digit = |byte: &u8| byte.checked_sub(b'0').filter(|digit| *digit < 10).map(u32::from);
    text.iter().try_fold(0_u32, |sum, byte| sum.checked_mul(10)?.checked_add(digit(byte)?)).filter(|_| !text.is_empty())
}
