//! A history in the formats it is written in, one file each.

mod html;
mod svg;
mod text;

use anyhow::Result;
use clap::ValueEnum;

use crate::history::History;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HistoryFormat {
    /// A line for each cell
    Text,
    /// Every commit, for programs
    Json,
    /// A chart for each cell, for a page
    Svg,
    /// The charts and the commits, in one file without anything from elsewhere
    Html,
}

impl HistoryFormat {
    /// The format that the extension of a file stands for.
    pub fn of_extension(path: &std::path::Path) -> Option<Self> {
        Self::from_str(path.extension()?.to_str()?, true).ok()
    }

    /// Writes `history`.
    ///
    /// # Errors
    ///
    /// If an encoder fails.
    pub fn render(self, history: &History) -> Result<String> {
        match self {
            Self::Text => Ok(text::render(history)),
            Self::Json => super::json::with_lines(&serde_json::to_value(history)?, &["points"]),
            Self::Svg => Ok(svg::render(history)),
            Self::Html => Ok(html::render(history)),
        }
    }
}

/// As much of a hash as a person needs.
fn short(hash: &str) -> &str {
    hash.get(..10).unwrap_or(hash)
}

/// The day of a date.
fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::tests::example;

    #[test]
    fn the_text_has_a_line_for_each_cell() {
        let text = HistoryFormat::Text.render(&example()).unwrap();
        assert!(text.contains("small, raw, 3 commits from 2026-01-01 to 2026-01-03"), "{text}");
        assert!(text.contains("a.strip-symbols") && text.contains("▁█▃") && text.contains("+20 B"), "{text}");
        assert!(text.contains("gone"), "{text}");
    }

    #[test]
    fn charts_are_well_formed_escaped_and_need_nothing_from_elsewhere() {
        for format in [HistoryFormat::Svg, HistoryFormat::Html] {
            let page = format.render(&example()).unwrap();
            assert!(page.contains("b__.strip-symbols"), "{page}");
            assert!(page.contains("change 1 &lt;b&gt;&amp; ") && !page.contains("<b>"), "{page}");
            assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
            for outside in ["src=", "href=", "url(", "@import", "<script"] {
                assert!(!page.contains(outside), "{outside}");
            }
        }
    }

    #[test]
    fn programs_get_every_commit() {
        let json = HistoryFormat::Json.render(&example()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["schema"], "size-report/history/1");
        assert_eq!(json["points"][1]["cells"]["a.strip-symbols"]["raw"], 150);
    }
}
