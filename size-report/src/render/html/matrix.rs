//! The sizes of a matrix over any two of its axes, and as a table.

use anyhow::Result;

use super::strings::Strings;
use super::table::{Column, Kind, Table, Value};
use super::{Note, Page, plain};
use crate::budget::Metric;
use crate::effects::effects;
use crate::render::columns;
use crate::report::{Failure, Report};

/// Writes `report`; at most `limit` cells are in the table.
///
/// # Errors
///
/// If the encoder fails.
pub fn render(report: &Report, limit: Option<usize>) -> Result<String> {
    let mut strings = Strings::default();
    let rows = columns::smallest_first(report);
    let made = serde_json::to_value(&report.provenance)?;
    let line = |(name, value): (&String, &serde_json::Value)| match value.as_str() {
        Some(text) => format!("{name}: {text}"),
        None => format!("{name}: {value}"),
    };
    let provenance: Vec<String> = made.as_object().into_iter().flatten().map(line).collect();
    let mut notes: Vec<Note> = failures(&report.failures);
    notes.push(Note::new("provenance", &provenance.join("\n")));
    let mut lead = vec![format!(
        "{} of {} cells, the smallest {}",
        rows.len(),
        report.cells,
        rows.first().map_or_else(String::new, |row| row.bytes.raw.to_string())
    )];
    lead.push(plain(&columns::source(report)).into_owned());
    if rows.iter().any(|row| row.brotli_quality.is_some()) {
        lead.push(format!("~ {}", columns::IN_A_HURRY));
    }
    let page = Page {
        title: format!("{}: sizes", plain(&report.provenance.package)),
        lead,
        report: Some(plain_value(&serde_json::to_value(report)?)),
        tables: [Some(cells(report, limit, &mut strings)), effects_table(report, &mut strings)]
            .into_iter()
            .flatten()
            .collect(),
        notes,
        ..Page::default()
    };
    page.render(strings)
}

/// A value all of whose names can be shown.
fn plain_value(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::String(text) => plain(text).into(),
        serde_json::Value::Array(values) => values.iter().map(plain_value).collect(),
        serde_json::Value::Object(fields) => {
            fields.iter().map(|(name, value)| (plain(name).into_owned(), plain_value(value))).collect()
        }
        other => other.clone(),
    }
}

/// What tools said of cells that could not be built.
pub fn failures(failures: &[Failure]) -> Vec<Note> {
    failures.iter().map(|failure| Note::new(&format!("failed: {}", failure.cell), &failure.message)).collect()
}

fn cells(report: &Report, limit: Option<usize>, strings: &mut Strings) -> Table {
    let axes = columns::axes(report);
    let rows = columns::smallest_first(report);
    let shown = limit.unwrap_or(usize::MAX).min(rows.len());
    let values = rows[..shown].iter().map(|row| {
        let mut values: Vec<_> = axes
            .iter()
            .map(|axis| row.cell.get(*axis).map_or(Value::Nothing, |value| Value::Text(strings.number(value))))
            .collect();
        values.extend(Metric::ALL.map(|metric| Value::Number(metric.of(&row.bytes).0)));
        values.push(Value::Flag(row.brotli_quality.is_some()));
        values
    });
    let rows_of_table = values.collect();
    let mut columns: Vec<Column> =
        axes.iter().enumerate().map(|(at, axis)| Column::new(axis.to_string(), Kind::Text, at).with_choice()).collect();
    for (index, metric) in Metric::ALL.iter().enumerate() {
        columns.push(Column::new(metric.to_string(), Kind::Bytes, axes.len() + index));
    }
    if let Some(brotli) = columns.pop() {
        columns.push(brotli.with_mark(axes.len() + Metric::ALL.len()));
    }
    let rest = rows.len() - shown;
    let note = (rest > 0).then(|| format!("{rest} larger ones are left out"));
    Table {
        id: "cells".to_owned(),
        title: "cells, the smallest first".to_owned(),
        note,
        whole: 0,
        columns,
        rows: rows_of_table,
    }
}

fn effects_table(report: &Report, strings: &mut Strings) -> Option<Table> {
    let effects = effects(report);
    let rows = effects.iter().map(|effect| {
        vec![
            Value::Text(strings.number(&format!("{}={}", effect.axis, effect.value))),
            Value::Text(strings.number(&effect.reference)),
            Value::Delta(effect.median.0),
            Value::Delta(effect.range.0.0),
            Value::Delta(effect.range.1.0),
            Value::Number(effect.pairs as u64),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let columns = vec![
        Column::new("setting", Kind::Text, 0),
        Column::new("instead of", Kind::Text, 1),
        Column::new("median", Kind::Delta, 2),
        Column::new("smallest", Kind::Delta, 3),
        Column::new("largest", Kind::Delta, 4),
        Column::new("pairs", Kind::Number, 5),
    ];
    let title = "what each setting does to the raw size, all else equal".to_owned();
    (!rows.is_empty()).then(|| Table { id: "effects".to_owned(), title, note: None, whole: 0, columns, rows })
}
