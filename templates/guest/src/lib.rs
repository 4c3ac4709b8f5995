//! A WebAssembly guest by hand: no `std`, a panic handler, a memory that the host makes, and one allocator.

#![no_std]

extern crate alloc;

mod exports;
mod heap;
mod imports;
mod panic;
