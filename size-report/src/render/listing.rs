//! Answers to questions, in the formats they are written in.

mod html;

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::{Value, json};

use super::Format;
pub use super::markdown::escaped;
pub use super::plain::plain;
use crate::bytes::Bytes;
use crate::listing::{Limited, Line, SCHEMA};
use crate::questions::tree::Group;

/// The file that an answer is about.
#[derive(Debug, Clone)]
pub struct File {
    /// As it was given.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
}

/// Writes the answers about `file`. A page also has its tree.
///
/// # Errors
///
/// If an encoder fails.
pub fn render(format: Format, file: &File, answers: &[Limited], tree: impl FnOnce() -> Group) -> Result<String> {
    match format {
        Format::Text => Ok(text(file, answers)),
        Format::Markdown => Ok(markdown(file, answers)),
        Format::Json => json(file, answers),
        Format::Csv => csv(answers),
        Format::Html => html::render(file, &tree(), answers),
    }
}

/// What programs may ask a line for; people have it in its name.
const IN_THE_NAME: [&str; 2] = ["file", "line"];

/// The fields of a listing that people are shown.
fn shown_fields(listing: &Limited) -> Vec<&'static str> {
    fields(listing).into_iter().filter(|field| !IN_THE_NAME.contains(field)).collect()
}

/// The fields that the rows of a listing have beside kind, name and bytes.
fn fields(listing: &Limited) -> Vec<&'static str> {
    let mut fields: Vec<&'static str> = Vec::new();
    for field in listing.rows.iter().flat_map(|row| row.more.keys()) {
        if !fields.contains(field) {
            fields.push(field);
        }
    }
    fields
}

/// A listing may have a hundred thousand rows, so its columns are laid out here: a
/// table that measures every word of every cell takes seconds for that.
fn text(file: &File, answers: &[Limited]) -> String {
    let mut out = format!("{}: {}\n", plain(&file.path), Bytes(file.bytes));
    for listing in answers {
        let fields = shown_fields(listing);
        let _ = writeln!(out, "\n{}\n", listing.title);
        let count = |text: &str| text.chars().count();
        let bytes_width =
            listing.rows.iter().map(|row| row.bytes).max().map_or(0, |most| count(&Bytes(most).to_string()));
        let bytes_width = bytes_width.max(count("bytes"));
        let kind_width = listing.rows.iter().map(|row| row.kind.len()).max().unwrap_or(0).max(count("kind"));
        let field_width = |field: &&str| {
            let widest = listing.rows.iter().map(|row| count(&field_text(row, field))).max();
            widest.unwrap_or(0).max(count(field))
        };
        let widths: Vec<usize> = fields.iter().map(field_width).collect();
        let _ = write!(out, " {:>bytes_width$}  {:>5}", "bytes", "%");
        for (field, width) in fields.iter().zip(&widths) {
            let _ = write!(out, "  {:<width$}", field.replace('_', " "));
        }
        let _ = writeln!(out, "  {:<kind_width$}  name", "kind");
        for row in &listing.rows {
            let _ = write!(out, " {:>bytes_width$}  {:>5}", Bytes(row.bytes), percent(row.bytes, file.bytes));
            for (field, width) in fields.iter().zip(&widths) {
                let _ = write!(out, "  {:<width$}", field_text(row, field));
            }
            let _ = writeln!(out, "  {:<kind_width$}  {}", row.kind, plain(&row.name));
        }
        let _ = writeln!(out, "{}", ending(listing));
    }
    out
}

/// How many rows there are, and what they come to.
fn summary(listing: &Limited) -> String {
    format!("{} rows, {}", listing.count, Bytes(listing.bytes))
}

/// The same, after how many of them are not shown.
fn ending(listing: &Limited) -> String {
    let rest = listing.count - listing.rows.len();
    let more = if rest > 0 { format!("… and {rest} more rows; ") } else { String::new() };
    format!("{more}{}", summary(listing))
}

fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.1}", part as f64 * 100.0 / whole as f64) }
}

fn field_text(row: &Line, field: &str) -> String {
    match row.more.get(field) {
        None => "-".to_owned(),
        Some(Value::String(text)) => plain(text).into_owned(),
        Some(Value::Array(items)) => {
            let items: Vec<_> = items.iter().map(|item| plain(item.as_str().unwrap_or_default())).collect();
            if items.is_empty() { "(from outside)".to_owned() } else { items.join(" ▸ ") }
        }
        Some(Value::Number(number)) if is_size(field) => Bytes(number.as_u64().unwrap_or(0)).to_string(),
        Some(other) => other.to_string(),
    }
}

/// Whether the numbers of a field are bytes.
fn is_size(field: &str) -> bool {
    field == "retained" || field == "beyond_largest"
}

fn markdown(file: &File, answers: &[Limited]) -> String {
    let mut out = format!("{}: {}\n", escaped(&plain(&file.path)), Bytes(file.bytes));
    for listing in answers {
        let fields = shown_fields(listing);
        let _ = writeln!(out, "\n### {}\n", listing.title);
        let _ = write!(out, "| bytes | % ");
        for field in &fields {
            let _ = write!(out, "| {} ", field.replace('_', " "));
        }
        let _ = writeln!(out, "| kind | name |");
        let _ = writeln!(out, "|---:|---:{}|---|---|", "|---".repeat(fields.len()));
        for row in &listing.rows {
            let _ = write!(out, "| {} | {} ", Bytes(row.bytes), percent(row.bytes, file.bytes));
            for field in &fields {
                let _ = write!(out, "| {} ", escaped(&field_text(row, field)));
            }
            let _ = writeln!(out, "| {} | {} |", row.kind, escaped(&plain(&row.name)));
        }
        let _ = writeln!(out, "\n{}.", ending(listing));
    }
    out
}

/// One question is `{schema, file, question, rows}`; several are one object with
/// the rows of each under its name.
fn json(file: &File, answers: &[Limited]) -> Result<String> {
    let mut value = json!({ "schema": SCHEMA, "file": { "path": file.path, "bytes": file.bytes } });
    if let [listing] = answers {
        value["question"] = listing.question.into();
        value["rows"] = serde_json::to_value(&listing.rows)?;
    } else {
        for listing in answers {
            value["questions"][listing.question] = serde_json::to_value(&listing.rows)?;
        }
    }
    Ok(format!("{}\n", serde_json::to_string(&value)?))
}

fn csv(answers: &[Limited]) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut all: Vec<&'static str> = Vec::new();
    for field in answers.iter().flat_map(fields) {
        if !all.contains(&field) {
            all.push(field);
        }
    }
    let mut header = vec!["question", "kind", "name", "bytes"];
    header.extend(&all);
    writer.write_record(&header)?;
    for listing in answers {
        for row in &listing.rows {
            let mut record =
                vec![listing.question.to_owned(), row.kind.to_owned(), row.name.clone(), row.bytes.to_string()];
            record.extend(all.iter().map(|field| match row.more.get(field) {
                None => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            }));
            writer.write_record(&record)?;
        }
    }
    Ok(String::from_utf8(writer.into_inner().map_err(|error| error.into_error())?)?)
}
