//! Byte counts and how they are written. No other file formats a size.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A size in bytes, written with thousands separators: `1,204 B`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// The length of `data`.
    pub fn of(data: &[u8]) -> Self {
        Self(data.len() as u64)
    }

    /// What has to be added to `reference` to reach `self`.
    pub fn delta_from(self, reference: Self) -> Delta {
        let (new, old) = (i128::from(self.0), i128::from(reference.0));
        Delta(i64::try_from(new - old).unwrap_or(if new > old { i64::MAX } else { i64::MIN }))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} B", grouped(self.0)))
    }
}

/// A difference of two sizes in bytes, always written with its sign:
/// `+1,204 B`, `−3,190 B`, `±0 B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delta(pub i64);

impl fmt::Display for Delta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.0 {
            0 => '±',
            1.. => '+',
            _ => '−',
        };
        f.pad(&format!("{sign}{} B", grouped(self.0.unsigned_abs())))
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_and_small_numbers_are_not() {
        let written: Vec<_> = [0, 7, 999, 1000, 1204, 1_234_567].map(|n| Bytes(n).to_string()).into();
        assert_eq!(written, ["0 B", "7 B", "999 B", "1,000 B", "1,204 B", "1,234,567 B"]);
    }

    #[test]
    fn a_delta_always_shows_its_sign() {
        let written: Vec<_> = [0, 1204, -3190, i64::MIN].map(|n| Delta(n).to_string()).into();
        assert_eq!(written, ["±0 B", "+1,204 B", "−3,190 B", "−9,223,372,036,854,775,808 B"]);
    }

    #[test]
    fn a_delta_beyond_its_range_saturates() {
        assert_eq!(Bytes(0).delta_from(Bytes(u64::MAX)), Delta(i64::MIN));
        assert_eq!(Bytes(134).delta_from(Bytes(109)), Delta(25));
    }
}
