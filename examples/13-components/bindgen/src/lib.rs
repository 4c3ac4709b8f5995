//! The world of `guest.wit` with wit-bindgen.

#![cfg_attr(feature = "tiny", no_std)]

#[cfg(feature = "tiny")]
extern crate alloc;

#[cfg(feature = "tiny")]
#[path = "../../component/src/heap.rs"]
mod heap;

#[cfg(feature = "tiny")]
use alloc::{string::String, vec::Vec};

// #region functions
wit_bindgen::generate!({ path: "../guest.wit" });

struct Component;

impl Guest for Component {
    fn add(left: u8, right: u8) -> i16 {
        i16::from(left) + i16::from(right)
    }

    fn greet(name: String) -> String {
        let mut line = String::with_capacity("Hello, !".len() + name.len());
        for part in ["Hello, ", &name, "!"] {
            line.push_str(part);
        }
        line
    }

    fn range_of(numbers: Vec<f64>) -> Option<Range> {
        let mut range = Range { least: f64::INFINITY, most: f64::NEG_INFINITY };
        for &number in &numbers {
            range = Range { least: range.least.min(number), most: range.most.max(number) };
        }
        (!numbers.is_empty()).then_some(range)
    }
}

export!(Component);
// #endregion functions
