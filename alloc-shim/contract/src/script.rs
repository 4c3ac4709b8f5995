//! Calls in an order that somebody else makes up: a fuzzer, or a generator that
//! shrinks what fails.
//!
//! A script is bytes, and any bytes are one. An operation is a byte, and what it
//! needs is in those after it; the script ends where they do.

use crate::blocks::{Blocks, layout_of};
use crate::promises::{Frees, Promises};
use crate::violation::Violation;
use core::alloc::{GlobalAlloc, Layout};

const CASE: &str = "script";
const PAGE_SIZE: usize = 65_536;

/// What the memory of a scripted allocator may meet.
pub trait World {
    /// No block is longer than this, in bytes: a longer one must be refused.
    fn most_bytes(&self) -> usize;
    /// Somebody else takes memory, and says whether there was any.
    fn somebody_else(&mut self) -> bool;
    /// From now on there is no more memory, or there is.
    fn refuse(&mut self, refuses: bool);
}

/// Does what `script` says, and compares every answer with the model: blocks
/// share no byte, are aligned, and hold what was written to them; a failing
/// call changes nothing. At the end all is freed, and what that makes possible
/// is asked for.
///
/// # Errors
///
/// The first promise found broken.
pub fn check_script<A: GlobalAlloc>(
    allocator: &A,
    promises: Promises,
    script: &[u8],
    world: &mut impl World,
) -> Result<(), Violation> {
    let mut script = Script(script.iter());
    let mut blocks = Blocks::new(allocator, CASE, promises.zero_size);
    let mut alone = promises.alone;
    let mut most_live = 0;
    while let Some(operation) = script.byte() {
        match operation % 16 {
            0..=5 => {
                let layout = script.layout();
                if layout.size() > world.most_bytes() {
                    blocks.must_refuse(layout)?;
                } else if !blocks.is_full() {
                    blocks.try_alloc(layout)?;
                }
            }
            6 => {
                let layout = script.layout();
                // Every byte of zeros is looked at, so there are not too many.
                if !blocks.is_full() && (1..=4 * PAGE_SIZE).contains(&layout.size()) {
                    blocks.try_alloc_zeroed(layout)?;
                }
            }
            7..=9 => {
                if let Some(index) = script.index(&blocks) {
                    blocks.free(index)?;
                }
            }
            10..=12 => {
                if let Some(index) = script.index(&blocks) {
                    let align = blocks.layout(index).align();
                    let new_size = script.size(align).max(1);
                    if new_size > world.most_bytes() {
                        blocks.must_refuse_realloc(index, new_size)?;
                    } else {
                        blocks.try_realloc(index, new_size)?;
                    }
                }
            }
            13 => alone &= !world.somebody_else(),
            14 => world.refuse(script.byte().is_some_and(|byte| byte % 2 == 0)),
            _ => blocks.verify_all()?,
        }
        most_live = most_live.max(blocks.live_bytes());
    }
    blocks.verify_all()?;
    if promises.frees == Frees::Everything {
        // Every other one first, so that a free block has no free neighbour.
        for index in (0..blocks.len()).rev().step_by(2) {
            blocks.free(index)?;
        }
    }
    // A block that was resized in place may lie at a multiple that a search for one of
    // its size would not have found.
    let last = (blocks.len() > 0).then(|| blocks.layout(0)).map(|last| layout_of(last.size(), last.align().min(16)));
    blocks.free_all()?;
    if promises.frees != Frees::Everything {
        return Ok(());
    }
    // From here on the allocator has only what came back to it.
    world.refuse(true);
    if let Some(layout) = last {
        blocks.alloc(layout)?;
        blocks.free_all()?;
    }
    if promises.coalesces && alone && most_live > 0 {
        blocks.alloc(layout_of(most_live, 1))?;
        blocks.free_all()?;
    }
    Ok(())
}

/// What is left of a script.
struct Script<'a>(core::slice::Iter<'a, u8>);

impl Script<'_> {
    fn byte(&mut self) -> Option<u8> {
        self.0.next().copied()
    }

    /// A number below 2^16, or 0 at the end.
    fn number(&mut self) -> usize {
        usize::from(u16::from_le_bytes([self.byte().unwrap_or(0), self.byte().unwrap_or(0)]))
    }

    fn index<A: GlobalAlloc>(&mut self, blocks: &Blocks<'_, A>) -> Option<usize> {
        let number = self.number();
        (blocks.len() > 0).then(|| number % blocks.len())
    }

    fn layout(&mut self) -> Layout {
        let byte = self.byte().unwrap_or(0);
        // Of four alignments three are of types, one is any up to a page and two.
        let align = 1 << if byte < 192 { byte % 5 } else { byte % 18 };
        layout_of(self.size(align), align)
    }

    /// A size that is valid with `align`.
    fn size(&mut self, align: usize) -> usize {
        let kind = self.byte().unwrap_or(0);
        let number = self.number();
        match kind {
            0..=127 => number % 256,
            128..=191 => number % 4096,
            // Next to a multiple of a page.
            192..=223 => (1 + number / 64 % 4) * PAGE_SIZE + number % 64 - 32,
            224..=247 => number * 4,
            // The longest that there are.
            _ => (isize::MAX.unsigned_abs() - (align - 1)) >> (number % 4),
        }
    }
}
