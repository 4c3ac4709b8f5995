//! What was measured, as plain data.

use serde::Serialize;

/// The version of the JSON. It changes when a field goes or changes its meaning.
pub const SCHEMA: &str = "wasmtime-runner/bench/1";

/// All of it.
#[derive(Debug, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The version of this program.
    pub runner: &'static str,
    /// The library's file.
    pub native: String,
    /// The modules' files.
    pub modules: Vec<String>,
    /// How often each side of each comparison had its turn.
    pub rounds: u32,
    /// Functions that all of them export: native first, then each module.
    pub kernels: Vec<Comparison>,
    /// What it costs to cross between host and guest.
    pub boundary: Vec<Comparison>,
    /// What it takes until a module can be instantiated.
    pub start: Vec<Comparison>,
}

/// Sides that do the same.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// What they do.
    pub name: String,
    /// How many times they do it in one turn.
    pub work: u32,
    /// How many bytes are copied each time, if any are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u32>,
    /// Those who do it. They are compared with the first.
    pub sides: Vec<Measured>,
}

/// What came out for one side.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Who does it.
    pub side: String,
    /// How long it takes to do it once, in nanoseconds.
    pub time_ns: Spread,
    /// How many times as long as the first side's turn of the same round its turns took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Spread>,
}

/// The middle of many figures, and what half of them lie between.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// A quarter of them is less than this.
    pub lower_quartile: f64,
    /// Half of them is less than this.
    pub median: f64,
    /// Three quarters of them are less than this.
    pub upper_quartile: f64,
}

impl Spread {
    /// The spread of `values`, of which there is at least one. What lies between two of
    /// them is interpolated.
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let last = values.len() - 1;
        let quarter = |quarters: usize| {
            let (index, rest) = (last * quarters / 4, (last * quarters % 4) as f64 / 4.0);
            values[index] + (values[(index + 1).min(last)] - values[index]) * rest
        };
        Self { lower_quartile: quarter(1), median: quarter(2), upper_quartile: quarter(3) }
    }
}

/// A time with three digits and the unit that fits.
pub fn time(ns: f64) -> String {
    let (value, unit) = match ns {
        ..1e3 => (ns, "ns"),
        ..1e6 => (ns / 1e3, "µs"),
        ..1e9 => (ns / 1e6, "ms"),
        _ => (ns / 1e9, "s"),
    };
    format!("{} {unit}", figure(value))
}

/// A figure with three digits.
pub fn figure(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let places = (2.0 - value.log10().floor()).clamp(0.0, 9.0) as usize;
    format!("{value:.places$}")
}

#[cfg(test)]
mod tests {
    use super::{Spread, figure, time};

    #[test]
    fn quartiles_are_between_what_was_measured() {
        let spread = |lower_quartile, median, upper_quartile| Spread { lower_quartile, median, upper_quartile };
        assert_eq!(Spread::of(vec![7.0]), spread(7.0, 7.0, 7.0));
        assert_eq!(Spread::of(vec![5.0, 1.0, 3.0, 2.0, 4.0]), spread(2.0, 3.0, 4.0));
        assert_eq!(Spread::of(vec![4.0, 1.0, 2.0, 3.0]), spread(1.75, 2.5, 3.25));
    }

    #[test]
    fn a_figure_has_three_digits() {
        for (value, text) in
            [(0.0, "0.000000000"), (0.00123, "0.00123"), (1.234, "1.23"), (12.34, "12.3"), (1234.0, "1234")]
        {
            assert_eq!(figure(value), text);
        }
        for (ns, text) in [(1.234, "1.23 ns"), (12_345.0, "12.3 µs"), (123_456_789.0, "123 ms"), (2e9, "2.00 s")] {
            assert_eq!(time(ns), text);
        }
    }
}
