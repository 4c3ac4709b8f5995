//! One page that needs nothing from elsewhere: not the network, not even a server.
//!
//! Rust decides what is on the page and puts it there as JSON; the scripts in
//! `page/` draw it. They are modules of their own for whoever checks and tests
//! them, and one script in the page.

mod diff;
mod matrix;
pub(super) mod strings;
pub(super) mod table;

use anyhow::Result;
use serde::Serialize;

pub use self::diff::render as diff;
pub(super) use self::matrix::failures;
pub use self::matrix::render as matrix;
use self::strings::{Packed, Strings};
use self::table::Table;
use super::frame;
use super::plain::plain;

/// Each file only imports what stands above it.
const SCRIPTS: [&str; 10] = [
    include_str!("html/page/figures.js"),
    include_str!("html/page/data.js"),
    include_str!("html/page/element.js"),
    include_str!("html/page/search.js"),
    include_str!("html/page/squarify.js"),
    include_str!("html/page/tree.js"),
    include_str!("html/page/treemap.js"),
    include_str!("html/page/table.js"),
    include_str!("html/page/heat-map.js"),
    include_str!("html/page/page.js"),
];

/// What is on a page. `page/data.js` has the same for the scripts.
#[derive(Debug, Default, Serialize)]
pub(super) struct Page {
    pub(super) title: String,
    /// Lines below the title.
    pub(super) lead: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) treemap: Option<Vec<table::Tile>>,
    /// A matrix report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) report: Option<serde_json::Value>,
    pub(super) tables: Vec<Table>,
    pub(super) notes: Vec<Note>,
    pub(super) strings: Vec<Packed>,
}

/// Text of several lines.
#[derive(Debug, Serialize)]
pub(super) struct Note {
    title: String,
    text: String,
}

impl Note {
    pub(super) fn new(title: &str, text: &str) -> Self {
        let lines: Vec<_> = text.lines().map(plain).collect();
        Self { title: plain(title).into_owned(), text: lines.join("\n") }
    }
}

impl Page {
    /// The page as text. The names in its tables are in `strings`.
    pub(super) fn render(mut self, strings: Strings) -> Result<String> {
        let order = strings.sorted();
        self.tables.iter_mut().for_each(|table| table.renumber(&order.numbers));
        self.treemap.iter_mut().flatten().for_each(|tile| tile.renumber(&order.numbers));
        self.strings = order.packed;
        // Within JSON, `<` stands in strings only. Without it, no name can end the
        // element or begin a comment.
        let data = serde_json::to_string(&self)?.replace('<', "\\u003c");
        let body = format!(
            "<main><noscript>This page is drawn by the script in it, which the browser does not run.</noscript></main>\n\
             <script type=\"application/json\" id=\"data\">{data}</script>\n"
        );
        Ok(frame::page(&self.title, &body, None, Some(&script())))
    }
}

/// The scripts as one, which has nothing to import.
fn script() -> String {
    let lines = SCRIPTS.iter().flat_map(|script| script.lines()).filter(|line| !line.starts_with("import "));
    lines.fold(String::new(), |out, line| out + line.strip_prefix("export ").unwrap_or(line) + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_are_one_that_imports_nothing_and_is_within_its_element() {
        let script = script();
        for word in ["import ", "export "] {
            assert!(!script.lines().any(|line| line.trim_start().starts_with(word)), "{word}");
        }
        for end in ["</script", "<!--"] {
            assert!(!script.contains(end), "{end}");
        }
        assert!(!frame::STYLE.contains("</style"));
    }
}
