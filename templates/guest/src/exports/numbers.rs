//! Numbers in, numbers out.

#![expect(unsafe_code, reason = "exports a function under a fixed name")]

/// The sum of two bytes, which always fits.
#[unsafe(no_mangle)]
pub extern "C" fn add(lhs: u8, rhs: u8) -> i16 {
    i16::from(lhs) + i16::from(rhs)
}
