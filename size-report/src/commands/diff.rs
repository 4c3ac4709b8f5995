//! `size-report diff`.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::bytes::Bytes;
use crate::difference::{Difference, SCHEMA, of_modules, of_reports};
use crate::exit;
use crate::module::analysis::read;
use crate::output;
use crate::render::listing::{escaped, plain};
use crate::render::{Format, diff_page};
use crate::report::Report;

/// The options of `size-report diff`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A module, a component, or a matrix report in JSON
    old: PathBuf,
    /// Another one of the same kind
    new: PathBuf,
    /// How to write the difference [default: by the extension of --output, or else text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write it to FILE, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List the N largest differences one by one, and join the others
    #[arg(long, value_name = "N", default_value = "60")]
    limit: usize,
    /// List all differences one by one
    #[arg(long, conflicts_with = "limit")]
    all: bool,
}

/// Compares two files.
pub fn run(options: Options) -> Result<u8> {
    let (old, new) = (read(&options.old)?, read(&options.new)?);
    let names = [&options.old, &options.new].map(|path| path.display().to_string());
    let about = || format!("{} and {} cannot be compared", names[0], names[1]);
    let is_report = |bytes: &[u8]| bytes.trim_ascii_start().starts_with(b"{");
    let difference = match (is_report(&old), is_report(&new)) {
        (false, false) => of_modules(&old, &new).with_context(about)?,
        (true, true) => {
            let old = Report::from_json(&old).with_context(|| format!("{} is no matrix report", names[0]))?;
            let new = Report::from_json(&new).with_context(|| format!("{} is no matrix report", names[1]))?;
            of_reports(&old, &new)?
        }
        _ => bail!("{}: one is a matrix report and the other is not", about()),
    };
    let difference = if options.all { difference } else { difference.condensed(options.limit) };
    let text = match output::chosen(options.format, options.output.as_deref()) {
        Format::Text => text(&difference, &names),
        Format::Markdown => markdown(&difference, &names),
        Format::Json => json(&difference, &names)?,
        Format::Csv => csv(&difference)?,
        Format::Html => diff_page(&difference, headline(&difference, &names), summary(&difference))?,
    };
    output::write_text(options.output.as_deref(), &text)?;
    Ok(exit::OK)
}

fn headline(difference: &Difference, names: &[String; 2]) -> String {
    let (old, new) = (Bytes(difference.old_bytes), Bytes(difference.new_bytes));
    format!("{} ▸ {}: {old} ▸ {new}, {}", plain(&names[0]), plain(&names[1]), new.delta_from(old))
}

fn summary(difference: &Difference) -> String {
    let (matched, all) = difference.matched;
    let functions = if all > 0 { format!("; {matched} of {all} functions matched") } else { String::new() };
    format!("{} rows{functions}", difference.rows.len())
}

fn text(difference: &Difference, names: &[String; 2]) -> String {
    let mut out = format!("{}\n\n", headline(difference, names));
    for row in &difference.rows {
        let was = row.old_name.as_ref().map_or_else(String::new, |name| format!(" (was {})", plain(name)));
        let (old, new) = (Bytes(row.old_bytes), Bytes(row.new_bytes));
        let _ = writeln!(
            out,
            " {:>12}  {:>12} ▸ {:<12}  {:<8}  {:<15}  {}{was}",
            row.delta(),
            old,
            new,
            row.change.word(),
            row.kind,
            plain(&row.name)
        );
    }
    let _ = writeln!(out, "{}", summary(difference));
    out
}

fn markdown(difference: &Difference, names: &[String; 2]) -> String {
    let mut out = format!("{}\n\n", escaped(&headline(difference, names)));
    out.push_str("| difference | before | after | change | kind | name |\n|---:|---:|---:|---|---|---|\n");
    for row in &difference.rows {
        let was = row.old_name.as_ref().map_or_else(String::new, |name| format!(" (was {})", plain(name)));
        let name = escaped(&format!("{}{was}", plain(&row.name)));
        let (old, new) = (Bytes(row.old_bytes), Bytes(row.new_bytes));
        let _ = writeln!(out, "| {} | {old} | {new} | {} | {} | {name} |", row.delta(), row.change.word(), row.kind);
    }
    let _ = writeln!(out, "\n{}.", summary(difference));
    out
}

fn json(difference: &Difference, names: &[String; 2]) -> Result<String> {
    let (old, new) = (Bytes(difference.old_bytes), Bytes(difference.new_bytes));
    let value = json!({
        "schema": SCHEMA,
        "old": { "path": names[0], "bytes": old },
        "new": { "path": names[1], "bytes": new },
        "delta_bytes": new.delta_from(old).0,
        "functions": { "matched": difference.matched.0, "all": difference.matched.1 },
        "rows": difference.rows,
    });
    Ok(format!("{}\n", serde_json::to_string(&value)?))
}

fn csv(difference: &Difference) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(["change", "kind", "name", "old_name", "old_bytes", "new_bytes"])?;
    for row in &difference.rows {
        let (old, new) = (row.old_bytes.to_string(), row.new_bytes.to_string());
        let was = row.old_name.as_deref().unwrap_or_default();
        writer.write_record([row.change.word(), row.kind, &row.name, was, &old, &new])?;
    }
    Ok(String::from_utf8(writer.into_inner().map_err(|error| error.into_error())?)?)
}
