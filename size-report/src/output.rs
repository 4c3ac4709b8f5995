//! Where a report goes.

use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cache::{write_whole, write_whole_by};
use crate::render::Format;
use crate::report::Report;

/// Options of every command that writes a report.
#[derive(Debug, clap::Args)]
pub struct OutputOptions {
    /// How to write the report [default: by the extension of --output, or else text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the report to FILE, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write it to FILE, in the format of its extension: .json .csv .md .html .txt
    #[arg(long, value_name = "FILE", value_parser = parse_export)]
    export: Vec<(PathBuf, Format)>,
    /// Also write it as markdown into FILE, between the lines `<!-- size-report -->` and `<!-- /size-report -->`
    #[arg(long, value_name = "FILE")]
    splice: Vec<PathBuf>,
    /// Show at most N rows, the smallest ones, in text, markdown and HTML
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl OutputOptions {
    /// Writes `report` wherever it was asked for.
    ///
    /// # Errors
    ///
    /// Names the file that cannot be written. A reader of standard output that
    /// went away is no error.
    pub fn write(&self, report: &Report) -> Result<()> {
        for (path, format) in &self.export {
            write_whole(path, format.render(report, self.limit)?.as_bytes())?;
        }
        for path in &self.splice {
            let page = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
            let page = splice(&page, &Format::Markdown.render(report, self.limit)?)
                .with_context(|| format!("{} was left as it is", path.display()))?;
            write_whole(path, page.as_bytes())?;
        }
        let text = chosen(self.format, self.output.as_deref()).render(report, self.limit)?;
        write_text(self.output.as_deref(), &text)
    }
}

/// Writes `text` to a file, or else to standard output.
///
/// # Errors
///
/// Names the file that cannot be written. A reader of standard output that went
/// away is no error.
pub fn write_text(path: Option<&Path>, text: &str) -> Result<()> {
    write_by(path, |out| out.write_all(text.as_bytes()).context("standard output cannot be written"))
}

/// Writes what `write` writes, piece by piece, to a file, or else to standard output.
///
/// # Errors
///
/// As [`write_text`], and those of `write`.
pub fn write_by(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let Some(path) = path else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        let written = write(&mut out).and_then(|()| out.flush().context("standard output cannot be written"));
        let reader_left = |error: &std::io::Error| error.kind() == ErrorKind::BrokenPipe;
        return match written {
            Err(error) if error.downcast_ref().is_some_and(reader_left) => Ok(()),
            written => written,
        };
    };
    write_whole_by(path, write)
}

/// `page` with `text` between the two lines that mark its place.
fn splice(page: &str, text: &str) -> Result<String> {
    const BEGIN: &str = "<!-- size-report -->\n";
    const END: &str = "<!-- /size-report -->";
    let (before, rest) = page.split_once(BEGIN).with_context(|| format!("it has no line `{}`", BEGIN.trim_end()))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("it has no line `{END}` after the first one"))?;
    Ok(format!("{before}{BEGIN}\n{text}\n{END}{after}"))
}

/// The format that was asked for, or else the one of the extension of `output`, or
/// else text.
pub fn chosen(format: Option<Format>, output: Option<&Path>) -> Format {
    format.or_else(|| output.and_then(format_of)).unwrap_or(Format::Text)
}

/// The format that the extension of `path` stands for.
fn format_of(path: &Path) -> Option<Format> {
    Some(match path.extension()?.to_str()? {
        "json" => Format::Json,
        "csv" => Format::Csv,
        "md" => Format::Markdown,
        "txt" => Format::Text,
        "html" => Format::Html,
        _ => return None,
    })
}

/// A file and the format of its extension.
///
/// # Errors
///
/// If the extension stands for none.
pub fn parse_export(text: &str) -> Result<(PathBuf, Format)> {
    let path = PathBuf::from(text);
    match format_of(&path) {
        Some(format) => Ok((path, format)),
        None => bail!("the extension says the format: .json .csv .md .html or .txt"),
    }
}

#[cfg(test)]
mod tests {
    use super::splice;

    #[test]
    fn a_page_keeps_everything_outside_of_the_marked_place() {
        let page = "a\n<!-- size-report -->\nold\n<!-- /size-report -->\nb\n";
        let new = splice(page, "| new |\n").unwrap();
        assert_eq!(new, "a\n<!-- size-report -->\n\n| new |\n\n<!-- /size-report -->\nb\n");
        assert_eq!(splice(&new, "| new |\n").unwrap(), new);
        assert!(splice("no marks", "").is_err());
        assert!(splice("<!-- size-report -->\nno end", "").is_err());
    }
}
