//! A custom section: bytes that travel with the module and are never loaded
//! into its memory.

#![expect(unsafe_code, reason = "places a static in a section of its own")]

const TEXT: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The name and the version of this package, in the custom section
/// `wasm-by-hand`. A section holds plain bytes: a reference in it would be an
/// address without the text behind it.
#[unsafe(link_section = "wasm-by-hand")]
pub static SECTION: [u8; TEXT.len()] = *TEXT.as_bytes().first_chunk().unwrap();
