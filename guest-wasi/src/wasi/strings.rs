//! Lists of strings that end with a zero byte, as arguments and the environment
//! come.

use alloc::vec;
use alloc::vec::Vec;

use super::Errno;

/// Strings, one behind the other, each with a zero byte behind it.
pub struct Strings(Vec<u8>);

impl Strings {
    /// Asks for the number of strings and of their bytes, makes room, and asks
    /// for the strings. The pointers that the host writes are not needed.
    pub fn get(
        sizes_get: impl FnOnce(&mut usize, &mut usize) -> Result<(), Errno>,
        get: impl FnOnce(&mut [*mut u8], &mut [u8]) -> Result<(), Errno>,
    ) -> Result<Self, Errno> {
        let (mut count, mut bytes) = (0, 0);
        sizes_get(&mut count, &mut bytes)?;
        let mut pointers = vec![core::ptr::null_mut(); count];
        let mut buffer = vec![0; bytes];
        get(&mut pointers, &mut buffer)?;
        Ok(Self(buffer))
    }

    /// Each string.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.split_inclusive(|byte| *byte == 0).map(|string| string.strip_suffix(b"\0").unwrap_or(string))
    }
}
