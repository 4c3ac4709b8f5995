//! One row a cell, as RFC 4180 has it.

use anyhow::Result;

use crate::compress;
use crate::report::Report;

pub(super) fn render(report: &Report) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut header: Vec<String> = report.axes.keys().map(ToString::to_string).collect();
    header.extend(["raw", "gzip", "brotli", "brotli-quality", "sha256"].map(str::to_owned));
    writer.write_record(header)?;
    for row in &report.rows {
        let mut record: Vec<String> =
            report.axes.keys().map(|axis| row.cell.get(*axis).unwrap_or_default().to_owned()).collect();
        record.extend([row.bytes.raw, row.bytes.gzip, row.bytes.brotli].map(|bytes| bytes.0.to_string()));
        record.push(row.brotli_quality.unwrap_or(compress::FULL_QUALITY).to_string());
        record.push(row.sha256.to_string());
        writer.write_record(record)?;
    }
    Ok(String::from_utf8(writer.into_inner().map_err(|error| error.into_error())?)?)
}
