//! A report as text: a table of each kind, and bars of the ratios.

use std::fmt::Write as _;

use crate::bench::report::{Comparison, Measured, Report, Spread, figure, time};

/// How long the longest bar is, in characters.
const BAR: f64 = 30.0;

impl Report {
    /// The report for a terminal.
    pub fn text(&self) -> String {
        let mut out = format!(
            "native is {}\n\
             times are medians of {} rounds in turn; ratios are medians of each round's, with their quartiles\n",
            self.native, self.rounds
        );
        let _ = writeln!(out, "\nkernels: once their work, and how many times as long as native code (│)");
        table(&mut out, &self.kernels, Some(self.longest()));
        let _ = writeln!(out, "\nfrom host to guest, and back");
        table(&mut out, &self.boundary, None);
        let _ = writeln!(out, "\nstart: until a module can be instantiated");
        table(&mut out, &self.start, None);
        out
    }

    /// What bars have to have room for: the largest ratio with its quartile.
    pub(super) fn longest(&self) -> f64 {
        let ratios = self.kernels.iter().flat_map(|kernel| &kernel.sides).filter_map(|side| side.ratio);
        ratios.fold(1.0, |most, ratio| most.max(ratio.upper_quartile))
    }
}

fn table(out: &mut String, comparisons: &[Comparison], longest: Option<f64>) {
    let names = |side: &Measured| side.side.chars().count();
    let width = comparisons.iter().flat_map(|comparison| &comparison.sides).map(names).max().unwrap_or(0);
    for comparison in comparisons {
        let _ = writeln!(out, "  {}", comparison.name);
        for Measured { side, time_ns, ratio } in &comparison.sides {
            let rate = comparison.bytes.map(|bytes| format!("{:>6} GB/s", figure(f64::from(bytes) / time_ns.median)));
            let _ = write!(out, "    {side:width$}  {:>8}{}", time(time_ns.median), rate.unwrap_or_default());
            if let Some(ratio) = ratio {
                let _ = write!(out, "  × {:<5} ({})", figure(ratio.median), quartiles(ratio));
            }
            if let (Some(longest), Some(ratio)) = (longest, ratio) {
                let _ = write!(out, "  {}", bar(ratio.median, longest));
            }
            out.push('\n');
        }
    }
}

/// The quartiles of a ratio.
pub(super) fn quartiles(ratio: &Spread) -> String {
    format!("{}–{}", figure(ratio.lower_quartile), figure(ratio.upper_quartile))
}

/// A bar that ends at `ratio`, with a line where 1 is.
fn bar(ratio: f64, longest: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most `BAR`, and it saturates")]
    let place = |value: f64| (value / longest * BAR).round() as usize;
    let (end, native) = (place(ratio), place(1.0));
    let cell = |index: usize| match index {
        _ if index == native => '│',
        _ if index < end => '█',
        _ => ' ',
    };
    (0..=end.max(native)).map(cell).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_shows_where_native_code_is() {
        assert_eq!(bar(2.0, 2.0), "███████████████│██████████████");
        assert_eq!(bar(1.0, 2.0), "███████████████│");
        assert_eq!(bar(0.5, 2.0), "████████       │");
    }
}
