//! Two functions that call each other, ten million times, in one frame.

#![no_std]
#![feature(explicit_tail_calls)]
#![allow(incomplete_features, reason = "`become` is not finished, and works here")]

// #region become
/// The sum of all numbers up to `to`, of which those that are even count twice.
#[unsafe(no_mangle)]
extern "C" fn sum(to: u64) -> u64 {
    if to.is_multiple_of(2) { even(to, 0) } else { odd(to, 0) }
}

fn odd(to: u64, before: u64) -> u64 {
    become even(to - 1, before + to)
}

fn even(to: u64, before: u64) -> u64 {
    if to == 0 {
        return before;
    }
    become odd(to - 1, before + 2 * to)
}
// #endregion become

#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
