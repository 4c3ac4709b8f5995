//! One row a cell, as RFC 4180 has it.

use anyhow::Result;

use crate::budget::Metric;
use crate::verdict::Verdict;

pub(in crate::render) fn render(verdict: &Verdict) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut header = vec!["cell".to_owned(), "change".to_owned()];
    header.extend(Metric::ALL.iter().flat_map(|metric| [format!("{metric}-old"), format!("{metric}-new")]));
    header.push("breaches".to_owned());
    writer.write_record(header)?;
    for cell in &verdict.cells {
        let mut record = vec![cell.cell.clone(), cell.change.words().to_owned()];
        for metric in Metric::ALL {
            for sizes in [&cell.old, &cell.new] {
                record.push(sizes.map_or_else(String::new, |sizes| metric.of(&sizes).0.to_string()));
            }
        }
        record.push(cell.breaches.iter().map(super::breach).collect::<Vec<_>>().join("; "));
        writer.write_record(record)?;
    }
    Ok(String::from_utf8(writer.into_inner().map_err(|error| error.into_error())?)?)
}
