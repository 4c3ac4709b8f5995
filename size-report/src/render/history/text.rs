//! What a terminal shows: a line for each cell.

use crate::history::{History, Series};
use crate::render::text::{align_right, new_table, trimmed};

use super::day;

pub(super) fn render(history: &History) -> String {
    let mut dates = history.points.iter().map(|point| day(&point.date));
    let first = dates.next().unwrap_or_default();
    let last = dates.next_back().unwrap_or(first);
    let mut table = new_table();
    table.set_header(["cell", "first", "last", "", "least", "most", ""]);
    for series in history.series() {
        let gone = series.sizes.last().is_none_or(Option::is_none);
        table.add_row([
            series.cell.to_owned(),
            series.first.to_string(),
            if gone { "gone".to_owned() } else { series.last.to_string() },
            series.last.delta_from(series.first).to_string(),
            series.least.to_string(),
            series.most.to_string(),
            bars(&series),
        ]);
    }
    align_right(&mut table, 1..6);
    let (package, metric, count) = (&history.package, history.metric, history.points.len());
    format!("{package}, {metric}, {count} commits from {first} to {last}\n\n{}\n", trimmed(&table))
}

/// The sizes as bars, from the least to the most; at most the last 40.
fn bars(series: &Series<'_>) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let range = (series.most.0 - series.least.0).max(1);
    let bar = |size: u64| BARS[usize::try_from((size - series.least.0) * 7 / range).unwrap_or(7).min(7)];
    let skipped = series.sizes.len().saturating_sub(40);
    series.sizes[skipped..].iter().map(|size| size.map_or(' ', |size| bar(size.0))).collect()
}
