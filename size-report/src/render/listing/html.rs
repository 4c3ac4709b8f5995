//! Answers to questions, and the treemap of the file that they are about.

use anyhow::Result;

use super::{File, fields, is_size, plain, summary};
use crate::bytes::Bytes;
use crate::listing::{Limited, Line};
use crate::questions::tree::Group;
use crate::render::html::Page;
use crate::render::html::strings::Strings;
use crate::render::html::table::{Column, Kind, Table, Tile, Value};

/// Writes the answers about `file`, whose bytes are all in `tree`.
///
/// # Errors
///
/// If the encoder fails.
pub(super) fn render(file: &File, tree: &Group, answers: &[Limited]) -> Result<String> {
    let mut strings = Strings::default();
    let page = Page {
        title: plain(&file.path).into_owned(),
        lead: vec![Bytes(file.bytes).to_string()],
        treemap: Some(Tile::all_of(tree, &mut strings)),
        tables: answers.iter().map(|listing| table(file, listing, &mut strings)).collect(),
        ..Page::default()
    };
    page.render(strings)
}

fn table(file: &File, listing: &Limited, strings: &mut Strings) -> Table {
    let fields = fields(listing);
    let mut columns = vec![Column::new("bytes", Kind::Bytes, 0).with_total(), Column::new("%", Kind::Percent, 0)];
    for (index, field) in fields.iter().enumerate() {
        let kind = match listing.rows.iter().find_map(|row| row.more.get(field)) {
            Some(serde_json::Value::String(_)) => Kind::Name,
            Some(serde_json::Value::Array(_)) => Kind::List,
            _ if is_size(field) => Kind::Bytes,
            _ => Kind::Number,
        };
        columns.push(Column::new(field.replace('_', " "), kind, index + 1));
    }
    columns.push(Column::new("kind", Kind::Text, fields.len() + 1).with_choice());
    columns.push(Column::new("name", Kind::Name, fields.len() + 2));
    let rows = listing.rows.iter().map(|row| values(row, &fields, strings)).collect();
    let (id, title) = (listing.question.to_owned(), listing.title.to_owned());
    let left_out = listing.count - listing.rows.len();
    let note = (left_out > 0).then(|| format!("the first of {}; --limit N shows more", summary(listing)));
    Table { id, title, note, whole: file.bytes, columns, rows }
}

fn values(row: &Line, fields: &[&'static str], strings: &mut Strings) -> Vec<Value> {
    let mut values = vec![Value::Number(row.bytes)];
    for field in fields {
        values.push(match row.more.get(field) {
            Some(serde_json::Value::String(text)) => Value::Text(strings.number(text)),
            Some(serde_json::Value::Array(list)) => {
                Value::List(list.iter().filter_map(|name| Some(strings.number(name.as_str()?))).collect())
            }
            Some(number) => number.as_u64().map_or(Value::Nothing, Value::Number),
            None => Value::Nothing,
        });
    }
    values.extend([Value::Text(strings.number(row.kind)), Value::Text(strings.number(&row.name))]);
    values
}
