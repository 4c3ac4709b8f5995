//! The greeting of guest-wasi with `std`.

fn main() {
    println!("hello, world");
}
