//! Blocks with tags at their borders, in bins by size: what [`Balanced`] and
//! [`Full`] have in common.
//!
//! Source: boundary tags are Knuth's (The Art of Computer Programming, volume 1,
//! §2.5, exercise 19), bins by size are those of Lea's malloc.
//!
//! [`Balanced`]: crate::Balanced
//! [`Full`]: crate::Full

mod bins;
mod block;

pub(crate) use bins::{Bin, Bins};
pub(crate) use block::{Block, FREE, GRANULE_LEN};
