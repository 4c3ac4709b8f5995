//! A plug-in for a till: of three of a kind, one is free.

#![no_std]

mod line;

use core::panic::PanicInfo;
use core::{ptr, slice};

use crate::line::Line;

// #region imports
#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Writes a line into the till's log.
    #[link_name = "log"]
    fn log_bytes(start: *const u8, len: usize);

    /// What the article of this name costs, in cents; -1 if there is none.
    #[link_name = "price"]
    fn price_of_bytes(start: *const u8, len: usize) -> i64;

    /// Writes the customer's name to `out`, cut off after `room` bytes, and gives its whole length.
    fn customer(out: *mut u8, room: usize) -> usize;
}
// #endregion imports

fn log(text: &[u8]) {
    // SAFETY: the host reads the bytes before it returns, and keeps no address.
    unsafe { log_bytes(text.as_ptr(), text.len()) }
}

fn price_of(article: &[u8]) -> Option<u64> {
    // SAFETY: as above.
    unsafe { price_of_bytes(article.as_ptr(), article.len()) }.try_into().ok()
}

// #region room
const ROOM_LEN: usize = 32;

/// Where the host writes what a call is about.
static mut ROOM: [u8; ROOM_LEN] = [0; ROOM_LEN];

/// Room for `len` bytes, or 0. There is one room; the next call gives it again.
#[unsafe(no_mangle)]
extern "C" fn alloc(len: usize) -> *mut u8 {
    if len > ROOM_LEN { ptr::null_mut() } else { (&raw mut ROOM).cast() }
}

#[unsafe(no_mangle)]
extern "C" fn dealloc(_start: *mut u8, _len: usize) {}
// #endregion room

/// What was sold last.
static mut RECEIPT: Line = Line::new();

/// What `count` of the article cost, in cents; -1 if there is no such article.
///
/// # Safety
///
/// The name's bytes can be read.
#[unsafe(no_mangle)]
unsafe extern "C" fn total(name: *const u8, name_len: usize, count: u32) -> i64 {
    // #region total
    // SAFETY: the caller says that they can be read.
    let name = unsafe { slice::from_raw_parts(name, name_len) };
    let Some(price) = price_of(name) else {
        log(Line::new().put(b"no price for ").put(name).text());
        return -1;
    };
    let free = count / 3;
    let total = price.saturating_mul(u64::from(count - free));

    let mut who = [0; 16];
    // SAFETY: there is so much room.
    let len = unsafe { customer(who.as_mut_ptr(), who.len()) };
    // #endregion total
    let mut line = Line::new();
    line.put(&who[..len.min(who.len())]).put(b": ").number(count.into()).put(b" x ").put(name);
    line.put(b", ").number(free.into()).put(b" free, ").number(total).put(b" cents");
    log(line.text());
    // SAFETY: there is one thread, and nothing refers to it.
    unsafe { RECEIPT = line };
    total.try_into().unwrap_or(i64::MAX)
}

// #region receipt
/// The receipt's address in the upper half, and its length in the lower one.
#[unsafe(no_mangle)]
extern "C" fn receipt() -> u64 {
    let receipt = &raw const RECEIPT;
    // SAFETY: there is one thread, and nobody writes to it.
    let text = unsafe { (*receipt).text() };
    (text.as_ptr().addr() as u64) << 32 | text.len() as u64
}
// #endregion receipt

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
