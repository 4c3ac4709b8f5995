//! Without `std`: the host gets the text that `std` would print.

#![no_std]

use core::fmt::Write;

static PRIMES: [i32; 9] = [2, 3, 5, 7, 11, 13, 17, 19, 23];

#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(n: usize) -> i32 {
    PRIMES[n]
}

// #region handler
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    fn print(text: *const u8, len: usize);
}

struct Host;

impl Write for Host {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        // SAFETY: the host reads `len` bytes from `text`, and keeps neither.
        unsafe { print(text.as_ptr(), text.len()) };
        Ok(())
    }
}

#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    let _ = writeln!(Host, "{info}");
    core::arch::wasm32::unreachable()
}
// #endregion handler
