//! How a broken promise is told.

use core::error::Error;
use core::fmt;

/// A promise that an allocator broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The name of the case that found it.
    pub case: &'static str,
    /// What was wrong.
    pub what: &'static str,
    /// The values it was wrong with, and their names.
    pub values: [(&'static str, usize); 3],
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.case, self.what)?;
        for (name, value) in self.values {
            write!(f, ", {name} {value:#x}")?;
        }
        Ok(())
    }
}

impl Error for Violation {}
