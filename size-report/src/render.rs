//! A report in the formats it is written in, one file each.

mod columns;
mod csv;
mod json;
pub mod listing;
mod markdown;
mod text;

use anyhow::Result;
use clap::ValueEnum;

use crate::report::Report;

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
}

impl Format {
    /// Writes `report`. `limit` is the number of rows that text and markdown
    /// show at most.
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
        }
    }
}
