//! A WASI preview 1 command by hand: no `std`, no libc, its own `_start`, one
//! file for each call of the system. A template to copy.
//!
//! `docs/wasi.md` has the commands and what each of them costs. On a target that
//! is not WASI the program only says so, so that tools which build the whole
//! workspace natively can pass.

#![cfg_attr(target_os = "wasi", no_std, no_main)]

#[cfg(all(target_os = "wasi", feature = "choice"))]
extern crate alloc;

#[cfg(all(target_os = "wasi", not(any(feature = "hello", feature = "choice"))))]
compile_error!("there is nothing to do: turn on a feature, such as `hello` or `every-command`");

#[cfg(target_os = "wasi")]
mod commands;
#[cfg(all(target_os = "wasi", feature = "choice"))]
mod heap;
#[cfg(all(target_os = "wasi", feature = "choice"))]
mod mem;
#[cfg(target_os = "wasi")]
mod panic;
#[cfg(target_os = "wasi")]
mod start;
#[cfg(all(target_os = "wasi", feature = "choice"))]
mod text;
#[cfg(target_os = "wasi")]
mod wasi;

#[cfg(not(target_os = "wasi"))]
fn main() {
    eprintln!("guest-wasi runs under WASI: build it with `cargo build` in the folder guest-wasi");
    std::process::exit(2);
}
