//! How much a guest may use.

use std::fmt;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use wasmtime::ResourceLimiter;

/// The limits. What is not limited is only limited by the machine.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Limits {
    /// Stop the guest after about so many instructions; always at the same one
    #[arg(long, value_name = "N")]
    pub fuel: Option<u64>,
    /// Stop the guest after a time, such as 100ms, 2s or 1m
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub timeout: Option<Duration>,
    /// Stop the guest if its memories become larger than this together, such as 32MiB
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub max_memory: Option<usize>,
    /// How much stack the guest's calls may take, such as 512KiB
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub max_stack: Option<usize>,
    /// Stop the guest if one of its tables gets more elements than this
    #[arg(long, value_name = "ELEMENTS")]
    pub max_table: Option<usize>,
}

/// A limit that was reached.
#[derive(Debug, Clone, Copy)]
pub enum Reached {
    /// `--max-memory`, in bytes, and how many bytes there would have been.
    Memory(usize, usize),
    /// `--max-table`, in elements, and how many there would have been.
    Table(usize, usize),
}

impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory(most, desired) => {
                write!(f, "its memories were to become {desired} bytes, and --max-memory allows {most}")
            }
            Self::Table(most, desired) => {
                write!(f, "a table was to get {desired} elements, and --max-table allows {most}")
            }
        }
    }
}

impl std::error::Error for Reached {}

/// Watches what the store of one guest takes.
#[derive(Debug)]
pub struct Watch {
    max_memory: usize,
    max_table: usize,
    memory: usize,
    /// What was added last, in case that it is not to be had.
    growth: usize,
}

impl Watch {
    /// Watches over `limits`.
    pub fn new(limits: &Limits) -> Self {
        Self {
            max_memory: limits.max_memory.unwrap_or(usize::MAX),
            max_table: limits.max_table.unwrap_or(usize::MAX),
            memory: 0,
            growth: 0,
        }
    }
}

impl ResourceLimiter for Watch {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            // Its own type does not allow it, so nothing is taken.
            self.growth = 0;
            return Ok(false);
        }
        self.growth = desired.saturating_sub(current);
        let together = self.memory.saturating_add(self.growth);
        if together > self.max_memory {
            return Err(wasmtime::Error::new(Reached::Memory(self.max_memory, together)));
        }
        self.memory = together;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.memory -= std::mem::take(&mut self.growth);
        Ok(())
    }

    fn table_growing(&mut self, _: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        if desired > self.max_table {
            return Err(wasmtime::Error::new(Reached::Table(self.max_table, desired)));
        }
        Ok(true)
    }
}

/// Splits a number from its unit.
fn split(text: &str) -> Result<(u64, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    Ok((number.parse().with_context(|| format!("`{text}` does not begin with a whole number"))?, unit))
}

fn time(text: &str) -> Result<Duration> {
    let (number, unit) = split(text)?;
    let milliseconds = match unit {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        _ => None,
    };
    let milliseconds = milliseconds.with_context(|| format!("`{text}` has no unit of time: ms, s or m"))?;
    let time = Duration::from_millis(number.checked_mul(milliseconds).context("that is too long")?);
    ensure!(!time.is_zero(), "a timeout has to be longer than nothing");
    Ok(time)
}

fn bytes(text: &str) -> Result<usize> {
    let (number, unit) = split(text)?;
    let shift = match unit {
        "" | "B" => Some(0),
        "KiB" => Some(10),
        "MiB" => Some(20),
        "GiB" => Some(30),
        _ => None,
    };
    let shift = shift.with_context(|| format!("`{text}` has no unit of bytes: B, KiB, MiB or GiB"))?;
    let bytes = number.checked_mul(1 << shift).and_then(|bytes| usize::try_from(bytes).ok());
    bytes.with_context(|| format!("`{text}` is more than this machine can count"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_have_units() {
        assert_eq!(time("100ms").unwrap(), Duration::from_millis(100));
        assert_eq!(time("2m").unwrap(), Duration::from_secs(120));
        assert_eq!(bytes("32MiB").unwrap(), 32 << 20);
        assert_eq!(bytes("7").unwrap(), 7);
        for wrong in ["", "s", "1", "1h", "-1s", "0ms", "99999999999999999999s", "18446744073709551615m"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "MiB", "1MB", "-1", "1.5MiB", "18446744073709551615GiB"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn memories_count_together_and_what_was_not_to_be_had_is_given_back() {
        let mut watch = Watch::new(&Limits { max_memory: Some(100), ..Limits::default() });
        assert!(watch.memory_growing(0, 60, None).unwrap());
        assert!(watch.memory_growing(0, 41, None).is_err());
        assert!(watch.memory_growing(0, 40, None).unwrap());
        watch.memory_grow_failed(wasmtime::Error::msg("no memory")).unwrap();
        assert!(!watch.memory_growing(60, 200, Some(100)).unwrap());
        watch.memory_grow_failed(wasmtime::Error::msg("over its maximum")).unwrap();
        assert!(watch.memory_growing(60, 100, None).unwrap());
    }
}
