//! Exit codes, and the errors that have one of their own. Scripts may rely on
//! the numbers.

use std::fmt;

/// Everything asked for was done.
pub const OK: u8 = 0;
/// A module is larger than its budget allows, or is not built any more.
pub const REGRESSION: u8 = 1;
/// The command line, the configuration or an input file cannot be used.
pub const USAGE: u8 = 2;
/// A tool that was started failed: cargo, rustc, wasm-opt. Rows that could be
/// made were made.
pub const TOOL_FAILED: u8 = 3;
/// There is nothing to compare with.
pub const NO_BASELINE: u8 = 4;
/// The baseline was made with other tools, so that sizes say nothing about the
/// sources.
pub const TOOLCHAIN_DIFFERS: u8 = 5;
/// Ctrl-C, by the shells' convention of 128 + signal number.
pub const INTERRUPTED: u8 = 130;

/// A tool failed, as opposed to: the request was wrong. Holds what the tool said.
#[derive(Debug)]
pub struct ToolFailed(pub String);

impl fmt::Display for ToolFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

impl std::error::Error for ToolFailed {}

/// There is no baseline. Holds which file was looked for, and how to make it.
#[derive(Debug)]
pub struct NoBaseline(pub String);

impl fmt::Display for NoBaseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoBaseline {}

/// The answer to Ctrl-C.
#[derive(Debug)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted; what was finished is kept, and the next run goes on from there")
    }
}

impl std::error::Error for Interrupted {}

/// The exit code that `error` stands for.
pub fn code_of(error: &anyhow::Error) -> u8 {
    if error.is::<Interrupted>() {
        INTERRUPTED
    } else if error.is::<ToolFailed>() {
        TOOL_FAILED
    } else if error.is::<NoBaseline>() {
        NO_BASELINE
    } else {
        USAGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{Context, anyhow};

    #[test]
    fn a_marked_error_keeps_its_code_under_any_context() {
        let failed = Err::<(), _>(ToolFailed("cargo: no".into())).context("a").context("b");
        assert_eq!(code_of(&failed.unwrap_err()), TOOL_FAILED);
        assert_eq!(code_of(&Err::<(), _>(Interrupted).context("a").unwrap_err()), INTERRUPTED);
        assert_eq!(code_of(&anyhow!("a flag is wrong")), USAGE);
    }
}
