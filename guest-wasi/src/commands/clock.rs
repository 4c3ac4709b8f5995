//! `clock`: both clocks, and how fine they are, in nanoseconds.

use super::{Problem, failed};
use crate::text::{Decimal, line};
use crate::wasi::{Clockid, Fd, clock_res_get, clock_time_get};

/// Writes a line for each clock.
pub fn run() -> Result<(), Problem<'static>> {
    for (name, clock) in [("realtime", Clockid::Realtime), ("monotonic", Clockid::Monotonic)] {
        let name = name.as_bytes();
        let time = Decimal::of(clock_time_get(clock, 1).map_err(failed(name))?);
        let resolution = Decimal::of(clock_res_get(clock).map_err(failed(name))?);
        let parts = [name, b" ", time.text(), b" ns, resolution ", resolution.text(), b" ns"];
        line(Fd::STDOUT, &parts).map_err(failed(b"stdout"))?;
    }
    Ok(())
}
