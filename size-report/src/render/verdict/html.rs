//! A check: how each cell stands, and what grew.

use anyhow::Result;

use super::{breach, headline, next_step, summary};
use crate::budget::Metric;
use crate::explain::Grown;
use crate::render::html::strings::Strings;
use crate::render::html::table::{Column, Kind, Table, Value};
use crate::render::html::{Note, Page, failures};
use crate::render::plain::plain;
use crate::verdict::{Change, Judged, Verdict};

/// Writes a verdict.
///
/// # Errors
///
/// If the encoder fails.
pub(in crate::render) fn render(verdict: &Verdict) -> Result<String> {
    let mut strings = Strings::default();
    let mut lead = vec![summary(verdict)];
    for tool in &verdict.tools {
        lead.push(format!("{}: the baseline has {}, this is {}", tool.field, tool.baseline, tool.now));
    }
    lead.extend(next_step(verdict).map(|step| format!("Next step: {step}.")));
    let mut tables = vec![cells(verdict, &mut strings)];
    let mut notes = failures(&verdict.failures);
    for explanation in &verdict.explanations {
        let name = &explanation.compilation;
        let cells = explanation.cells.join(", ");
        for (what, rows) in [("crate", &explanation.crates), ("function or data", &explanation.functions)] {
            let title = format!("what grew in {name}, as linked, by {what}");
            let note = format!("in {cells}");
            if !rows.is_empty() {
                tables.push(grown(title, note, what, rows, &mut strings));
            }
        }
        if let Some(missing) = &explanation.missing {
            notes.push(Note::new(&format!("what grew in {cells}"), missing));
        } else if explanation.functions.is_empty() {
            notes.push(Note::new(
                &format!("what grew in {cells}"),
                "Every function and data segment is as large as it was.",
            ));
        }
    }
    let lead = lead.iter().map(|line| plain(line).into_owned()).collect();
    Page { title: plain(&headline(verdict)).into_owned(), lead, tables, notes, ..Page::default() }.render(strings)
}

/// All cells, those that changed first.
fn cells(verdict: &Verdict, strings: &mut Strings) -> Table {
    let unchanged = verdict.cells.iter().filter(|cell| cell.change == Change::Unchanged);
    let rows = verdict.changed().into_iter().chain(unchanged).map(|cell| values(cell, strings)).collect();
    let mut columns = vec![Column::new("cell", Kind::Name, 0), Column::new("change", Kind::Text, 1).with_choice()];
    for (index, metric) in Metric::ALL.iter().enumerate() {
        columns.push(Column::new(metric.to_string(), Kind::Bytes, 2 + 2 * index));
        columns.push(Column::new("difference", Kind::Delta, 3 + 2 * index));
    }
    columns.push(Column::new("why it fails", Kind::Text, 2 + 2 * Metric::ALL.len()));
    Table { id: "cells".to_owned(), title: "cells".to_owned(), note: None, whole: 0, columns, rows }
}

fn values(cell: &Judged, strings: &mut Strings) -> Vec<Value> {
    let mut values = vec![Value::Text(strings.number(&cell.cell)), Value::Text(strings.number(cell.change.words()))];
    for metric in Metric::ALL {
        let [old, new] = [cell.old, cell.new].map(|sizes| sizes.map(|sizes| metric.of(&sizes)));
        values.push(new.or(old).map_or(Value::Nothing, |size| Value::Number(size.0)));
        values.push(old.zip(new).map_or(Value::Nothing, |(old, new)| Value::Delta(new.delta_from(old).0)));
    }
    let breaches: Vec<_> = cell.breaches.iter().map(breach).collect();
    values.push(if breaches.is_empty() { Value::Nothing } else { Value::Text(strings.number(&breaches.join("; "))) });
    values
}

fn grown(title: String, note: String, what: &str, rows: &[Grown], strings: &mut Strings) -> Table {
    let columns = vec![
        Column::new("difference", Kind::Delta, 0).with_total(),
        Column::new("before", Kind::Bytes, 1),
        Column::new("after", Kind::Bytes, 2),
        Column::new(what, Kind::Name, 3),
    ];
    let rows = rows.iter().map(|row| {
        vec![
            Value::Delta(row.delta().0),
            Value::Number(row.old_bytes.0),
            Value::Number(row.new_bytes.0),
            Value::Text(strings.number(&row.name)),
        ]
    });
    Table { id: String::new(), title, note: Some(note), whole: 0, columns, rows: rows.collect() }
}
