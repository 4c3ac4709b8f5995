//! Bytes lost to integers that are written longer than they need to be.
//!
//! A linker that does not know a number yet leaves five bytes for it, whatever
//! it turns out to be. What is lost is what a function becomes shorter by when
//! it is written anew.

use anyhow::{Context, Result};
use rayon::prelude::*;

use crate::listing::{Line, Listing};
use crate::module::analysis::Analysis;
use crate::module::entity::{Entity, Space};
use crate::rewrite;

/// One row for each function that has such integers.
///
/// # Errors
///
/// If a function body is malformed.
pub fn answer(analysis: &Analysis<'_>) -> Result<Listing> {
    let mut rows = Vec::new();
    for part in &analysis.parts {
        let lost: Vec<Result<Option<Line>>> = part
            .layout
            .bodies
            .par_iter()
            .map(|body| {
                let shortest = rewrite::shortest(&body.body).with_context(|| format!("in {body}"))?;
                let lost = body.bytes.saturating_sub(shortest);
                let name = format!("{}{}", part.prefix, part.names.get(Entity::new(Space::Func, body.index)));
                Ok((lost > 0).then(|| Line::new("function", name, lost)))
            })
            .collect();
        for line in lost {
            rows.extend(line?);
        }
    }
    Ok(Listing { question: "leb", title: "bytes lost to padded integers", rows }.largest_first())
}
