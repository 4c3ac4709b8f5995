//! Bytes and text in a guest's memory, each compared with the memory's size first.

use std::ops::Range;
use std::str::Utf8Error;

use anyhow::{Result, anyhow};

/// Where the `len` bytes at `ptr` are in `memory`.
///
/// # Errors
///
/// If they run past its end; `what` names who wanted them.
fn range(memory: &[u8], ptr: u32, len: usize, what: &str) -> Result<Range<usize>> {
    let start = usize::try_from(ptr).ok();
    let range = start.and_then(|start| Some(start..start.checked_add(len)?));
    let size = memory.len();
    range.filter(|range| range.end <= size).ok_or_else(|| {
        anyhow!(
            "{what} at {ptr:#x} with length {len} runs past the end of memory, which has {size} bytes ({size:#x}). \
             Check which pointer and length the guest handed out."
        )
    })
}

/// The `len` bytes at `ptr`.
pub(super) fn read<'m>(memory: &'m [u8], ptr: u32, len: u32, what: &str) -> Result<&'m [u8]> {
    range(memory, ptr, len as usize, what).map(|range| &memory[range])
}

/// Writes `bytes` at `ptr`.
pub(super) fn write(memory: &mut [u8], ptr: u32, bytes: &[u8], what: &str) -> Result<()> {
    let range = range(memory, ptr, bytes.len(), what)?;
    memory[range].copy_from_slice(bytes);
    Ok(())
}

/// The UTF-8 text at `ptr`. Bytes that are none are an error, for silently
/// replaced characters hide a wrong pointer.
pub(super) fn read_text(memory: &[u8], ptr: u32, len: u32) -> Result<&str> {
    let bytes = read(memory, ptr, len, "reading text")?;
    str::from_utf8(bytes).map_err(|error| {
        let at = first_invalid(bytes, &error);
        let found = match bytes.get(at) {
            Some(byte) => format!("byte {byte:#x} at {:#x}", ptr as usize + at),
            None => "the end".to_owned(),
        };
        anyhow!(
            "the text at {ptr:#x} with length {len} is not UTF-8: {found} cannot stand there. \
             Check the pointer and the length in bytes, and that they come from a str."
        )
    })
}

/// The text at `ptr` however broken it is: for panic messages, which must get through.
pub(super) fn read_lossy(memory: &[u8], ptr: u32, len: u32) -> String {
    match read(memory, ptr, len, "reading text") {
        Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Err(error) => format!("<{error}>"),
    }
}

/// The index of the first byte that no UTF-8 text has after the bytes before it;
/// the length if the text merely ends within a character.
fn first_invalid(bytes: &[u8], error: &Utf8Error) -> usize {
    let start = error.valid_up_to();
    match error.error_len() {
        None => bytes.len(),
        // A byte that can begin a character is fine; one that followed it is not.
        Some(len) if matches!(bytes[start], 0xc2..=0xf4) => start + len,
        Some(_) => start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_past_the_end_is_refused() {
        let memory = [1, 2, 3, 4];
        assert_eq!(read(&memory, 1, 3, "x").unwrap(), [2, 3, 4]);
        assert_eq!(read(&memory, 4, 0, "x").unwrap(), b"");
        for (ptr, len) in [(0, 5), (4, 1), (5, 0), (u32::MAX, u32::MAX), (1, u32::MAX)] {
            let error = read(&memory, ptr, len, "reading bytes").unwrap_err().to_string();
            assert!(error.starts_with(&format!("reading bytes at {ptr:#x} with length {len} runs past")), "{error}");
        }
        assert!(write(&mut [0; 4], 3, b"ab", "x").is_err());
    }

    #[test]
    fn the_byte_that_cannot_stand_there_is_named() {
        for (text, found) in [
            (&b"ab\xff"[..], "byte 0xff at 0x2"),
            (b"a\xe2\x28\xa1", "byte 0x28 at 0x2"),
            (b"\xf0\x9f\x98A", "byte 0x41 at 0x3"),
            (b"\xed\xa0\x80", "byte 0xa0 at 0x1"),
            (b"\xc0\x80", "byte 0xc0 at 0x0"),
            (b"ab\xe2\x82", "the end"),
        ] {
            let error = read_text(text, 0, u32::try_from(text.len()).unwrap()).unwrap_err().to_string();
            assert!(error.contains(&format!("is not UTF-8: {found} cannot stand there")), "{error}");
        }
        assert_eq!(read_text("…".as_bytes(), 0, 3).unwrap(), "…");
    }
}
