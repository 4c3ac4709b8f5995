//! The report as a program reads it: one row a line, so that two reports can be
//! compared as text.

use anyhow::Result;
use serde_json::Value;

use crate::report::Report;

pub(super) fn render(report: &Report) -> Result<String> {
    let value = serde_json::to_value(report)?;
    let mut fields = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let text = match value {
            Value::Array(rows) if name == "rows" || name == "failures" => lines(rows)?,
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
