//! The answer to a question about a file: rows of bytes.

use std::cmp::Reverse;

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

/// A row whose line is made if it is shown: names take most of the time, since they
/// are demangled.
#[derive(Debug)]
pub struct Pending<N, L> {
    /// By what the rows are ordered, the most first.
    pub order: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// Makes the name.
    pub name: N,
    /// Makes the line of that name.
    pub line: L,
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

impl Limited {
    /// The first `limit` of `pending`, and those of equal order by name.
    pub fn first<N: Fn() -> String, L: Fn(String) -> Line>(
        question: &'static str,
        title: &'static str,
        mut pending: Vec<Pending<N, L>>,
        limit: Option<usize>,
    ) -> Self {
        let (count, bytes) = (pending.len(), pending.iter().map(|row| row.bytes).sum());
        let limit = limit.unwrap_or(count).min(count);
        pending.sort_by_key(|row| Reverse(row.order));
        // The names decide which ones of the last order are among the first.
        let shown = limit.checked_sub(1).map(|last| pending[last].order);
        pending.truncate(shown.map_or(0, |least| pending.partition_point(|row| row.order >= least)));
        let mut named: Vec<_> = pending.into_iter().map(|row| ((row.name)(), row)).collect();
        named.sort_by(|(a_name, a), (b_name, b)| b.order.cmp(&a.order).then_with(|| a_name.cmp(b_name)));
        named.truncate(limit);
        let rows = named.into_iter().map(|(name, row)| (row.line)(name)).collect();
        Self { question, title, rows, count, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_rows_of_one_size_those_with_the_first_names_are_shown() {
        let pending = || {
            let row = |(bytes, name): (u64, &'static str)| Pending {
                order: bytes,
                bytes,
                name: move || name.to_owned(),
                line: move |name| Line::new("function", name, bytes),
            };
            [(1, "c"), (5, "z"), (1, "b"), (2, "a"), (1, "a")].map(row).into()
        };
        let names = |limit| -> Vec<String> {
            Limited::first("top", "", pending(), limit).rows.into_iter().map(|line| line.name).collect()
        };
        assert_eq!(names(None), ["z", "a", "a", "b", "c"]);
        assert_eq!(names(Some(3)), ["z", "a", "a"]);
        assert_eq!(names(Some(0)), [""; 0]);
        let limited = Limited::first("top", "", pending(), Some(3));
        assert_eq!((limited.count, limited.bytes), (5, 10));
    }
}
