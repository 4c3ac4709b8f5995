//! `random COUNT`: random bytes in hexadecimal digits.

use super::{Problem, failed};
use crate::text::{line, number, write_all};
use crate::wasi::{Fd, random_get};

/// How many bytes are asked for at a time.
const ROOM: usize = 32;

/// Writes `count` bytes.
pub fn run(count: &[u8]) -> Result<(), Problem<'_>> {
    let mut left = number(count).ok_or(Problem::Usage)? as usize;
    let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble)];
    while left > 0 {
        let mut room = [0; ROOM];
        let bytes = &mut room[..left.min(ROOM)];
        random_get(bytes).map_err(failed(b"random"))?;
        for byte in &*bytes {
            write_all(Fd::STDOUT, &[digit(byte >> 4), digit(byte & 15)]).map_err(failed(b"stdout"))?;
        }
        left -= bytes.len();
    }
    line(Fd::STDOUT, &[]).map_err(failed(b"stdout"))
}
