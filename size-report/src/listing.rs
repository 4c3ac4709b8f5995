//! The answer to a question about a file: rows of bytes.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

/// The format of this version.
pub const SCHEMA: &str = "size-report/listing/1";

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What it is about: `function`, `data segment`, `crate` and so on.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// What the question adds.
    #[serde(flatten)]
    pub more: IndexMap<&'static str, Value>,
}

impl Line {
    /// A row without anything added.
    pub fn new(kind: &'static str, name: impl Into<String>, bytes: u64) -> Self {
        Self { kind, name: name.into(), bytes, more: IndexMap::new() }
    }

    /// Adds a field.
    pub fn with(mut self, field: &'static str, value: impl Into<Value>) -> Self {
        self.more.insert(field, value.into());
        self
    }
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The name of the question.
    pub question: &'static str,
    /// What the rows are, in a few words.
    pub title: &'static str,
    /// The rows, the largest first unless their order means something.
    pub rows: Vec<Line>,
}

impl Listing {
    /// Sorts the rows, the largest first, and those of equal size by name.
    pub fn largest_first(mut self) -> Self {
        self.rows.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
        self
    }

    /// Keeps at most `limit` rows, and what there was of them.
    pub fn limited(self, limit: Option<usize>) -> Limited {
        let Self { question, title, mut rows } = self;
        let (count, bytes) = (rows.len(), rows.iter().map(|row| row.bytes).sum());
        if let Some(limit) = limit {
            rows.truncate(limit);
            rows.shrink_to_fit();
        }
        Limited { question, title, rows, count, bytes }
    }
}

/// An answer of which not all rows are there any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Limited {
    /// As in [`Listing`].
    pub question: &'static str,
    /// As in [`Listing`].
    pub title: &'static str,
    /// The first rows.
    pub rows: Vec<Line>,
    /// How many there were.
    pub count: usize,
    /// How many bytes they had together.
    pub bytes: u64,
}
