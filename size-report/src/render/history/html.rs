//! One page: the charts, and the commits behind them.

use std::fmt::Write as _;

use crate::bytes::Bytes;
use crate::history::History;

use super::{day, short, svg};
use crate::render::frame::{self, escaped};

pub(super) fn render(history: &History) -> String {
    let title = format!("{}: size over time ({})", history.package, history.metric);
    let mut out = format!(
        "<main>\n<h1>{}</h1>\n{}\n<h2>What changed when</h2>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n\
         <tr><th>commit<th>rustc<th>cell<th class=\"bytes\">size<th class=\"delta\">change\n",
        escaped(&title),
        svg::render(history)
    );
    let mut before = None;
    for point in history.points.iter() {
        let size = |cell: &str| point.cells.get(cell).map(|sizes| history.metric.of(sizes));
        let old = |cell: &str| {
            let before: Option<&crate::history::Point> = before;
            before.and_then(|point| point.cells.get(cell)).map(|sizes| history.metric.of(sizes))
        };
        for cell in point.cells.keys().filter(|cell| size(cell) != old(cell)) {
            let now = size(cell).unwrap_or(Bytes(0));
            let change = old(cell).map_or_else(|| "new".to_owned(), |old| now.delta_from(old).to_string());
            let _ = writeln!(
                out,
                "<tr><td>{} <code>{}</code> {}<td>{}<td><code>{}</code><td class=\"bytes\">{now}<td class=\"delta\">{change}",
                escaped(day(&point.date)),
                escaped(short(&point.commit)),
                escaped(&point.subject),
                escaped(&point.rustc),
                escaped(cell),
            );
        }
        before = Some(point);
    }
    out.push_str("</table>\n</div>\n</main>\n");
    frame::page(&title, &out, Some(svg::STYLE), None)
}
