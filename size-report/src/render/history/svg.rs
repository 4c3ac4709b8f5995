//! A chart for each cell, one below the other. A point is a commit; sizes are
//! steps between them, on a scale of the cell's own from its least to its most.

use std::fmt::Write as _;

use crate::history::{History, Series};

use super::{day, short};
use crate::render::frame::escaped;

/// Everything below is in user units, one for a pixel.
const WIDTH: usize = 900;
/// A cell with its title.
const HEIGHT: usize = 96;
/// Where the plot begins and ends.
const LEFT: usize = 90;
const RIGHT: usize = WIDTH - 110;
const TOP: usize = 30;
const BOTTOM: usize = HEIGHT - 14;

pub(super) const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#333}.cell{font-weight:600}\
.axis{fill:#777;font-size:11px}.line{fill:none;stroke:#2563c9;stroke-width:1.5}circle{fill:#2563c9}.paper{fill:#fff}\
@media (prefers-color-scheme:dark){text{fill:#e6e8ec}.axis{fill:#9aa2b1}.line{stroke:#7fb0ff}circle{fill:#7fb0ff}\
.paper{fill:#1c1f25}}";

pub(super) fn render(history: &History) -> String {
    let series = history.series();
    let height = 30 + HEIGHT * series.len();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
         <style>{STYLE}</style>\n<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n"
    );
    let dates: Vec<_> = history.points.iter().map(|point| day(&point.date)).collect();
    let title = format!("{}, {}, {} … {}", history.package, history.metric, first(&dates), last(&dates));
    let _ = writeln!(out, "<text x=\"10\" y=\"20\">{}</text>", escaped(&title));
    for (index, series) in series.iter().enumerate() {
        let _ = writeln!(out, "<g transform=\"translate(0 {})\">", 30 + index * HEIGHT);
        chart(&mut out, history, series);
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn chart(out: &mut String, history: &History, series: &Series<'_>) {
    let steps = (series.sizes.len().max(2) - 1) as u64;
    let range = (series.most.0 - series.least.0).max(1);
    let x = |index: usize| LEFT as u64 + (RIGHT - LEFT) as u64 * index as u64 / steps;
    let y = |size: u64| BOTTOM as u64 - (BOTTOM - TOP) as u64 * (size - series.least.0) / range;
    let _ = writeln!(out, "<text class=\"cell\" x=\"10\" y=\"18\">{}</text>", escaped(series.cell));
    let mut path = String::new();
    let mut before = None;
    for (index, size) in series.sizes.iter().enumerate() {
        if let Some(size) = size {
            let _ = match before {
                Some(()) => write!(path, "H{}V{}", x(index), y(size.0)),
                None => write!(path, "M{} {}", x(index), y(size.0)),
            };
        }
        before = size.map(|_| ());
    }
    let _ = writeln!(out, "<path class=\"line\" d=\"{path}\"/>");
    let mut previous = None;
    for (index, (size, point)) in series.sizes.iter().zip(&history.points).enumerate() {
        // Where nothing changed there is nothing to point at.
        if let Some(size) = size.filter(|size| previous != Some(*size)) {
            let delta = previous.map_or_else(String::new, |old| format!(" ({})", size.delta_from(old)));
            let what = format!("{size}{delta}, {} {}: {}", day(&point.date), short(&point.commit), point.subject);
            let (x, y) = (x(index), y(size.0));
            let _ = writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"3\"><title>{}</title></circle>", escaped(&what));
        }
        previous = *size;
    }
    let _ = writeln!(out, "<text class=\"axis\" x=\"10\" y=\"{}\">{}</text>", TOP + 4, series.most);
    if series.most != series.least {
        let _ = writeln!(out, "<text class=\"axis\" x=\"10\" y=\"{}\">{}</text>", BOTTOM + 4, series.least);
    }
    let _ = writeln!(out, "<text x=\"{}\" y=\"{}\">{}</text>", RIGHT + 10, y(series.last.0) + 4, series.last);
}

fn first<'a>(dates: &[&'a str]) -> &'a str {
    dates.first().copied().unwrap_or_default()
}

fn last<'a>(dates: &[&'a str]) -> &'a str {
    dates.last().copied().unwrap_or_default()
}
