//! A panic of the guest.

use std::fmt;

/// A panic of the guest, told through `env.panic`. Its stack was not unwound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestPanic {
    /// What the guest said; empty if it would have had to format it.
    pub message: String,
    /// A path as the compiler saw it; empty if unknown.
    pub file: String,
    /// Counted from 1; 0 if unknown.
    pub line: u32,
    /// Counted from 1; 0 if unknown.
    pub column: u32,
}

impl fmt::Display for GuestPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the guest panicked")?;
        if !self.file.is_empty() {
            write!(f, " at {}:{}:{}", self.file, self.line, self.column)?;
        }
        write!(f, ": {}", if self.message.is_empty() { "(no message)" } else { &self.message })
    }
}

impl std::error::Error for GuestPanic {}
