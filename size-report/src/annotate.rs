//! What GitHub Actions shows beside a run: annotations, and the step summary.
//! Both are asked for by its environment, and neither needs a token.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::verdict::{Judged, Verdict};

/// GitHub shows ten annotations of a step.
const SHOWN: usize = 10;

/// A workflow command for each cell that fails, in the lines of the baseline
/// that they are about; nothing outside of GitHub Actions.
pub fn annotations(verdict: &Verdict, baseline: &Path) -> String {
    if env::var_os("GITHUB_ACTIONS").is_none_or(|value| value != "true") {
        return String::new();
    }
    let root = env::var_os("GITHUB_WORKSPACE").map(PathBuf::from).unwrap_or_default();
    let text = fs::read_to_string(baseline).unwrap_or_default();
    let absolute = std::path::absolute(baseline).unwrap_or_else(|_| baseline.to_owned());
    commands(verdict, &absolute.strip_prefix(root).unwrap_or(&absolute).to_string_lossy(), &text)
}

/// Appends `markdown` to the summary of the step, if there is one.
///
/// # Errors
///
/// If the file cannot be written.
pub fn step_summary(markdown: &str) -> Result<()> {
    let Some(path) = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    let append = || fs::OpenOptions::new().create(true).append(true).open(&path)?.write_all(markdown.as_bytes());
    append().with_context(|| format!("{} (GITHUB_STEP_SUMMARY) cannot be written", Path::new(&path).display()))
}

fn commands(verdict: &Verdict, file: &str, baseline: &str) -> String {
    let failing: Vec<_> = verdict.changed().into_iter().filter(|cell| cell.change.fails()).collect();
    let mut out = String::new();
    for (index, cell) in failing.iter().take(SHOWN).enumerate() {
        let mut message = reason(cell);
        if index + 1 == SHOWN && failing.len() > SHOWN {
            let _ = write!(message, "\n… and {} more cells", failing.len() - SHOWN);
        }
        let line = baseline.lines().position(|line| line.trim_start().starts_with(&format!("\"{}\":", cell.cell)));
        let line = line.map_or_else(String::new, |index| format!("line={},", index + 1));
        let title = property(&format!("size: {}", cell.cell));
        let _ = writeln!(out, "::error file={},{line}title={title}::{}", property(file), data(&message));
    }
    out
}

fn reason(cell: &Judged) -> String {
    if cell.breaches.is_empty() {
        return format!(
            "{} {}: the baseline guards it, and the matrix does not have it",
            cell.cell,
            cell.change.words()
        );
    }
    let breaches = cell.breaches.iter();
    let lines = breaches.map(|b| format!("{}: {} ({}), exceeded by {}", b.metric, b.limit, b.budget, b.over_bytes));
    lines.collect::<Vec<_>>().join("\n")
}

/// The escapes of a message, as GitHub's toolkit writes them.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes of a property, where a colon and a comma mean something.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::tests::verdict;

    #[test]
    fn a_failing_cell_is_annotated_in_its_line_of_the_baseline() {
        let text = "{\n  \"cells\": {\n    \"a.strip-symbols\": {}\n";
        let commands = commands(&verdict(&[("a", 1), ("b", 1)], &[("a", 2), ("b", 1)]), "b,1/x%y.json", text);
        assert_eq!(
            commands,
            "::error file=b%2C1/x%25y.json,line=3,title=size%3A a.strip-symbols::\
             raw: no growth (by default), exceeded by 1 B%0A\
             gzip: no growth (by default), exceeded by 1 B%0A\
             brotli: no growth (by default), exceeded by 1 B\n"
        );
    }

    #[test]
    fn more_cells_than_github_shows_are_counted() {
        let names: Vec<String> = (10..30).map(|number| number.to_string()).collect();
        let cells = |raw| names.iter().map(|name| (name.as_str(), raw)).collect::<Vec<_>>();
        let commands = commands(&verdict(&cells(1), &cells(2)), "f", "");
        assert_eq!(commands.lines().count(), 10);
        assert!(commands.ends_with("%0A… and 10 more cells\n"), "{commands}");
    }
}
