//! The report as a program reads it: one row a line, so that two reports can be
//! compared as text.

use anyhow::Result;
use serde_json::Value;

use crate::report::Report;

pub(super) fn render(report: &Report) -> Result<String> {
    with_lines(&serde_json::to_value(report)?, &["rows", "failures"])
}

/// An object with a line for each field, and for each element of the lists
/// named.
pub(super) fn with_lines(value: &Value, lists: &[&str]) -> Result<String> {
    let mut fields = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let text = match value {
            Value::Array(rows) if lists.contains(&name.as_str()) => lines(rows)?,
            other => serde_json::to_string(other)?,
        };
        fields.push(format!("  {}: {text}", serde_json::to_string(name)?));
    }
    Ok(format!("{{\n{}\n}}\n", fields.join(",\n")))
}

fn lines(rows: &[Value]) -> Result<String> {
    if rows.is_empty() {
        return Ok("[]".to_owned());
    }
    let rows: Vec<_> = rows.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    Ok(format!("[\n    {}\n  ]", rows.join(",\n    ")))
}
