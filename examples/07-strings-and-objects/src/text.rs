//! Text: sent, borrowed, and given away.

use crate::block::Block;
use core::slice;

// #region send
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    #[link_name = "send_line"]
    fn send_bytes(start: *const u8, len: usize);
}

/// A line of text for the host to show.
fn send_line(line: &str) {
    // SAFETY: the host reads the line before it returns, and keeps no address.
    unsafe { send_bytes(line.as_ptr(), line.len()) }
}

#[unsafe(no_mangle)]
extern "C" fn menu() {
    for line in ["Crème brûlée", "Käsespätzle", "餃子"] {
        send_line(line);
    }
}
// #endregion send

// #region borrowed
/// How many words a text has, or -1 if it is none.
///
/// # Safety
///
/// `start` and `len` are bytes that can be read.
#[unsafe(no_mangle)]
unsafe extern "C" fn word_count(start: *const u8, len: usize) -> i32 {
    // SAFETY: the caller says that they can be read.
    let bytes = unsafe { slice::from_raw_parts(start, len) };
    str::from_utf8(bytes).map_or(-1, |text| text.split(' ').filter(|word| !word.is_empty()).count() as i32)
}
// #endregion borrowed

// #region given
/// The text in capitals, of those letters that ASCII has. The block comes from the host, and goes back to it.
///
/// # Safety
///
/// `start` and `len` are a block of [`alloc`](crate::block::alloc), which the host does not use any more.
#[unsafe(no_mangle)]
unsafe extern "C" fn capitals(start: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller gives up the block.
    let mut block = unsafe { Block::from_host(start, len) };
    block.make_ascii_uppercase();
    block.into_host()
}
// #endregion given

// #region mean
/// The mean of some numbers.
///
/// # Safety
///
/// `start` and `len` are numbers that can be read, aligned to 8.
#[unsafe(no_mangle)]
unsafe extern "C" fn mean(start: *const f64, len: usize) -> f64 {
    // SAFETY: the caller says that they can be read.
    let numbers = unsafe { slice::from_raw_parts(start, len) };
    numbers.iter().sum::<f64>() / len as f64
}
// #endregion mean
