//! One page: the charts, and the commits behind them.

use std::fmt::Write as _;

use crate::bytes::Bytes;
use crate::history::History;

use super::{day, escaped, short, svg};

const STYLE: &str = "body{font:14px system-ui,sans-serif;color:#222;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse}td,th{padding:.2rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}\
td.number{text-align:right;white-space:nowrap}code{font:12px ui-monospace,monospace}svg{max-width:100%;height:auto}";

pub(super) fn render(history: &History) -> String {
    let title = escaped(&format!("{}: size over time ({})", history.package, history.metric));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         <h1>{title}</h1>\n{}\n<h2>What changed when</h2>\n<table>\n\
         <tr><th>commit<th>rustc<th>cell<th>size<th>change\n",
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
                "<tr><td>{} <code>{}</code> {}<td>{}<td><code>{}</code><td class=\"number\">{now}<td class=\"number\">{change}",
                escaped(day(&point.date)),
                escaped(short(&point.commit)),
                escaped(&point.subject),
                escaped(&point.rustc),
                escaped(cell),
            );
        }
        before = Some(point);
    }
    out.push_str("</table>\n</html>\n");
    out
}
