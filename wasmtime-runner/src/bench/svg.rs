//! A chart of the kernels' ratios, which needs nothing from elsewhere.

use std::fmt::Write as _;

use crate::bench::report::{Report, figure, time};
use crate::bench::text::quartiles;

/// Everything below is in user units, one for a pixel.
const WIDTH: f64 = 860.0;
/// Where bars begin, and where the longest ends; what it stands for is written behind it.
const LEFT: f64 = 250.0;
const RIGHT: f64 = 650.0;
/// Of one bar.
const HEIGHT: f64 = 22.0;
/// Above the first kernel.
const TOP: f64 = 64.0;

const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#333}.kernel{font-weight:600}.quiet{fill:#777;font-size:11px}\
.bar{fill:#2563c9}.one{stroke:#333;stroke-dasharray:3 3}.spread{stroke:#d97706;stroke-width:2}.paper{fill:#fff}\
@media (prefers-color-scheme:dark){text{fill:#e6e8ec}.quiet{fill:#9aa2b1}.bar{fill:#4f86dd}.one{stroke:#e6e8ec}\
.spread{stroke:#fbbf24}.paper{fill:#1c1f25}}";

impl Report {
    /// The chart.
    pub fn svg(&self) -> String {
        let scale = (RIGHT - LEFT) / self.longest();
        let x = |ratio: f64| LEFT + ratio * scale;
        let rows: usize = self.kernels.iter().map(|kernel| kernel.sides.len()).sum();
        let height = TOP + rows as f64 * HEIGHT + 12.0;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
             height=\"{height}\" role=\"img\">\n<style>{STYLE}</style>\n\
             <rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n\
             <text x=\"10\" y=\"20\">How many times as long as native code: medians and quartiles of {} rounds</text>\n\
             <text class=\"quiet\" x=\"10\" y=\"36\">native is {}</text>\n",
            self.rounds,
            escaped(&self.native)
        );
        let one = x(1.0);
        let _ = writeln!(out, "<text class=\"quiet\" x=\"{one:.1}\" y=\"54\" text-anchor=\"middle\">1 = native</text>");
        let mut y = TOP;
        for kernel in &self.kernels {
            let native = time(kernel.sides[0].time_ns.median);
            let _ = writeln!(
                out,
                "<text class=\"kernel\" x=\"10\" y=\"{:.1}\">{}</text><text class=\"quiet\" x=\"{LEFT}\" y=\"{0:.1}\">native {native}</text>",
                y + 15.0,
                escaped(&kernel.name)
            );
            y += HEIGHT;
            for side in &kernel.sides {
                let Some(ratio) = &side.ratio else { continue };
                let middle = y + HEIGHT / 2.0;
                let _ = writeln!(
                    out,
                    "<text x=\"20\" y=\"{:.1}\">{}</text>\
                     <rect class=\"bar\" x=\"{LEFT}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\
                     <path class=\"spread\" d=\"M{:.1} {middle:.1}H{:.1}\"/>\
                     <text x=\"{:.1}\" y=\"{0:.1}\">{} ({}), {}</text>",
                    middle + 4.0,
                    escaped(&fitting(&side.side)),
                    y + 3.0,
                    ratio.median * scale,
                    HEIGHT - 6.0,
                    x(ratio.lower_quartile),
                    x(ratio.upper_quartile),
                    x(ratio.upper_quartile.max(1.0)) + 8.0,
                    figure(ratio.median),
                    quartiles(ratio),
                    time(side.time_ns.median)
                );
                y += HEIGHT;
            }
        }
        let _ = writeln!(out, "<path class=\"one\" d=\"M{one:.1} {TOP}V{y:.1}\"/>\n</svg>");
        out
    }
}

/// A name that ends before the bars begin: of a long path, the end.
fn fitting(name: &str) -> String {
    const MOST: usize = 36;
    match name.chars().count().checked_sub(MOST) {
        Some(more @ 1..) => format!("…{}", name.chars().skip(more + 1).collect::<String>()),
        _ => name.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    plain.fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
        out
    })
}
