//! A report in the formats it is written in, one file each.

mod columns;
mod csv;
mod frame;
mod history;
mod html;
mod json;
pub mod listing;
mod markdown;
mod plain;
mod text;
mod verdict;

use anyhow::Result;
use clap::ValueEnum;

pub use self::history::HistoryFormat;
pub use self::html::diff as diff_page;
use crate::report::Report;
use crate::verdict::Verdict;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people, smallest first, and what each setting does
    Text,
    /// Everything, for programs
    Json,
    /// One row a cell, for spreadsheets
    Csv,
    /// The table and the effects, for a page or a comment
    Markdown,
    /// A page to look around in, in one file without anything from elsewhere
    Html,
}

impl Format {
    /// Writes `report`. `limit` is the number of rows that text, markdown
    /// and the table of a page show at most.
    ///
    /// # Errors
    ///
    /// If an encoder fails.
    pub fn render(self, report: &Report, limit: Option<usize>) -> Result<String> {
        match self {
            Self::Text => Ok(text::render(report, limit)),
            Self::Json => json::render(report),
            Self::Csv => csv::render(report),
            Self::Markdown => Ok(markdown::render(report, limit)),
            Self::Html => html::matrix(report, limit),
        }
    }

    /// Writes a verdict.
    ///
    /// # Errors
    ///
    /// If an encoder fails.
    pub fn render_verdict(self, verdict: &Verdict) -> Result<String> {
        match self {
            Self::Text => Ok(verdict::text::render(verdict)),
            Self::Json => verdict::json::render(verdict),
            Self::Csv => verdict::csv::render(verdict),
            Self::Markdown => Ok(verdict::markdown::render(verdict)),
            Self::Html => verdict::html::render(verdict),
        }
    }
}
