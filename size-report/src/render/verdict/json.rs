//! Everything, one cell a line.

use anyhow::Result;

use crate::render::json::with_lines;
use crate::verdict::Verdict;

pub(in crate::render) fn render(verdict: &Verdict) -> Result<String> {
    with_lines(&serde_json::to_value(verdict)?, &["tools", "cells", "failures", "explanations"])
}
