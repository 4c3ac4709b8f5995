//! A violation as text, where the host reads it.

use crate::violation::Violation;
use core::fmt::{self, Write};
use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// Room for a violation's text, and the text's length in bytes.
pub(super) struct Message {
    bytes: [AtomicU8; 512],
    len: AtomicUsize,
}

impl Write for &Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            let len = self.len();
            self.bytes.get(len).ok_or(fmt::Error)?.store(byte, Ordering::Relaxed);
            self.len.store(len + 1, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Message {
    /// No text.
    pub(super) const fn new() -> Self {
        Self { bytes: [const { AtomicU8::new(0) }; 512], len: AtomicUsize::new(0) }
    }

    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    /// Where the text of a violation is, or null if there is none.
    pub(super) fn tell(&self, outcome: Result<(), Violation>) -> *const u8 {
        self.len.store(0, Ordering::Relaxed);
        match outcome {
            Ok(()) => core::ptr::null(),
            Err(violation) => {
                // Text that does not fit is cut off, and the rest still tells.
                let _ = write!(&mut &*self, "{violation}");
                self.bytes.as_ptr().cast()
            }
        }
    }
}
