//! Powers of two under scripts that libFuzzer makes up.

#![no_main]

#[path = "../../tests/scripted/mod.rs"]
mod scripted;

libfuzzer_sys::fuzz_target!(|script: &[u8]| assert_eq!(scripted::tiny(script), Ok(())));
