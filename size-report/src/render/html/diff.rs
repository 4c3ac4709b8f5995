//! What changed between two files.

use anyhow::Result;

use super::Page;
use super::strings::Strings;
use super::table::{Column, Kind, Table, Value};
use crate::difference::Difference;

/// Writes a difference; `headline` and `summary` are what it comes to.
///
/// # Errors
///
/// If the encoder fails.
pub fn render(difference: &Difference, headline: String, summary: String) -> Result<String> {
    let mut strings = Strings::default();
    let mut text = |name: &str| Value::Text(strings.number(name));
    let rows = difference.rows.iter().map(|row| {
        vec![
            Value::Delta(row.delta().0),
            Value::Number(row.old_bytes),
            Value::Number(row.new_bytes),
            text(row.change.word()),
            text(row.kind),
            row.old_name.as_deref().map_or(Value::Nothing, &mut text),
            text(&row.name),
        ]
    });
    let rows = rows.collect();
    let mut columns = vec![
        Column::new("difference", Kind::Delta, 0).with_total(),
        Column::new("before", Kind::Bytes, 1),
        Column::new("after", Kind::Bytes, 2),
        Column::new("change", Kind::Text, 3).with_choice(),
        Column::new("kind", Kind::Text, 4).with_choice(),
    ];
    if difference.rows.iter().any(|row| row.old_name.is_some()) {
        columns.push(Column::new("was", Kind::Name, 5));
    }
    columns.push(Column::new("name", Kind::Name, 6));
    let table = Table {
        id: "diff".to_owned(),
        title: "differences, the largest first".to_owned(),
        note: None,
        whole: difference.new_bytes,
        columns,
        rows,
    };
    let title = "What changed".to_owned();
    Page { title, lead: vec![headline, summary], tables: vec![table], ..Page::default() }.render(strings)
}
