//! The heap that the host keeps for a guest: `malloc`, `free` and `realloc` as
//! in C, over the guest's memory. `node-harness/src/scenario/first-fit.js` gives
//! the same addresses for scenarios.
//!
//! The heap owns the memory from the guest's `__heap_base` to the end of the
//! initial pages, and every page it grows itself. Pages that the guest grew are
//! the guest's and are never given out. Blocks come from the lowest free range
//! that is large enough, cut from its front. All bookkeeping is out here, so the
//! guest cannot overwrite it.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Result, anyhow, bail};

/// A page of WebAssembly.
const PAGE_LEN_BYTES: u64 = 1 << 16;

/// What every block is aligned to: the largest alignment of a plain C or Rust type on wasm32.
const ALIGN_BYTES: u64 = 16;

/// The first and the last 16 bytes of the 4 GiB are never given out: 0 means
/// failure, and one past the end of a block must still be an address.
const LOWEST_ADDR: u64 = ALIGN_BYTES;
const HIGHEST_END: u64 = (1 << 32) - ALIGN_BYTES;

/// The memory that a heap is in. All numbers are bytes, but where pages are named.
pub(super) trait Memory {
    /// How large it is now.
    fn len_bytes(&self) -> u64;
    /// Grows it, and says how many pages it had; nothing if it cannot grow so far.
    ///
    /// # Errors
    ///
    /// If the guest is to be stopped for it.
    fn grow(&mut self, pages: u64) -> Result<Option<u64>>;
    /// Copies what is at `from` to `to`. Both are in the memory.
    fn copy(&mut self, from: Range<u64>, to: u64);
}

/// The heap of one guest. A block's address and end are below 4 GiB.
#[derive(Debug, Default)]
pub(super) struct Heap {
    base: Option<u64>,
    initial_end: u64,
    /// Sorted by address; no two touch.
    free: Vec<Range<u64>>,
    /// Live blocks: address → size asked for.
    blocks: HashMap<u32, u32>,
}

impl Heap {
    /// A heap in a memory of so many bytes, before the guest has run.
    pub(super) fn new(initial_end: u64) -> Self {
        Self { initial_end, ..Self::default() }
    }

    /// Tells the heap where it begins; before this it can give nothing out.
    pub(super) fn open(&mut self, heap_base: u32) {
        let base = align_up(u64::from(heap_base).max(LOWEST_ADDR));
        self.base = Some(base);
        self.give_back(base..self.initial_end);
    }

    /// A new block, or 0 if memory cannot grow that far.
    pub(super) fn malloc(&mut self, memory: &mut impl Memory, size: u32) -> Result<u32> {
        self.take(memory, size, "malloc")
    }

    /// Ends the block at `ptr`; 0 is no block.
    pub(super) fn free(&mut self, ptr: u32) -> Result<()> {
        if ptr != 0 {
            let size = self.size_of_live(ptr, "free")?;
            self.release(ptr, size);
        }
        Ok(())
    }

    /// A block of `size` bytes with what the block at `ptr` held; if there is no
    /// room, 0, and the old block stays.
    pub(super) fn realloc(&mut self, memory: &mut impl Memory, ptr: u32, size: u32) -> Result<u32> {
        if ptr == 0 {
            return self.take(memory, size, "realloc");
        }
        let old_size = self.size_of_live(ptr, "realloc")?;
        let addr = u64::from(ptr);
        let (old_end, end) = (addr + reserved(old_size), addr + reserved(size));
        if end <= old_end {
            self.give_back(end..old_end);
        } else if !self.extend(memory, old_end, end)? {
            let new = self.take(memory, size, "realloc")?;
            if new != 0 {
                memory.copy(addr..addr + u64::from(old_size), u64::from(new));
                self.release(ptr, old_size);
            }
            return Ok(new);
        }
        self.blocks.insert(ptr, size);
        Ok(ptr)
    }

    fn take(&mut self, memory: &mut impl Memory, size: u32, caller: &str) -> Result<u32> {
        let Some(base) = self.base else {
            bail!(
                "env.{caller}({size}) was called while the guest's `__heap_base` is not known. Either its start \
                 function called it, during instantiation: allocate in an exported function instead. Or the guest \
                 exports no such global: link it with --export=__heap_base."
            );
        };
        let need = reserved(size);
        if base + need > HIGHEST_END {
            return Ok(0);
        }
        loop {
            if let Some(index) = self.free.iter().position(|range| range.end - range.start >= need) {
                let ptr = u32::try_from(self.cut(index, need)).unwrap_or(0);
                self.blocks.insert(ptr, size);
                return Ok(ptr);
            }
            let open = self.free.last().filter(|last| last.end == memory.len_bytes());
            let there = open.map_or(0, |last| last.end - last.start);
            if !self.grow(memory, need - there)? {
                return Ok(0);
            }
        }
    }

    /// Takes the bytes from `from` up to `to` for the block that ends at `from`,
    /// growing memory when that block is the last thing in it.
    fn extend(&mut self, memory: &mut impl Memory, from: u64, to: u64) -> Result<bool> {
        if to > HIGHEST_END {
            return Ok(false);
        }
        loop {
            let index = self.free.iter().position(|range| range.start == from);
            let end = index.map_or(from, |index| self.free[index].end);
            if let Some(index) = index.filter(|_| end >= to) {
                self.cut(index, to - from);
                return Ok(true);
            }
            if end != memory.len_bytes() || !self.grow(memory, to - end)? {
                return Ok(false);
            }
        }
    }

    /// Grows memory by at least so many bytes, which become free.
    fn grow(&mut self, memory: &mut impl Memory, len_bytes: u64) -> Result<bool> {
        let pages = len_bytes.div_ceil(PAGE_LEN_BYTES);
        // Where the new pages begin is what `grow` says: the guest may have grown
        // memory since.
        let Some(old_pages) = memory.grow(pages)? else { return Ok(false) };
        let start = old_pages * PAGE_LEN_BYTES;
        self.give_back(start..start + pages * PAGE_LEN_BYTES);
        Ok(true)
    }

    /// Cuts so many bytes from the front of a free range, and says where they begin.
    fn cut(&mut self, index: usize, len_bytes: u64) -> u64 {
        let range = &mut self.free[index];
        let start = range.start;
        range.start += len_bytes;
        if range.is_empty() {
            self.free.remove(index);
        }
        start
    }

    fn release(&mut self, ptr: u32, size: u32) {
        self.blocks.remove(&ptr);
        self.give_back(u64::from(ptr)..u64::from(ptr) + reserved(size));
    }

    /// Makes a range free and joins it with the free ranges that touch it.
    fn give_back(&mut self, range: Range<u64>) {
        let (start, end) = (range.start.max(self.base.unwrap_or(0)), range.end.min(HIGHEST_END));
        if start >= end {
            return;
        }
        let above = self.free.partition_point(|range| range.start < end);
        let (mut joined, mut first, mut last) = (start..end, above, above);
        if let Some(below) = above.checked_sub(1).filter(|below| self.free[*below].end == start) {
            joined.start = self.free[below].start;
            first = below;
        }
        if let Some(next) = self.free.get(above).filter(|next| next.start == end) {
            joined.end = next.end;
            last = above + 1;
        }
        self.free.splice(first..last, [joined]);
    }

    fn size_of_live(&self, ptr: u32, caller: &str) -> Result<u32> {
        self.blocks.get(&ptr).copied().ok_or_else(|| {
            anyhow!(
                "the guest called env.{caller}({ptr:#x}), which is not a live block: it was never given out, or it was \
                 freed already. Pass exactly what env.malloc or env.realloc returned, once."
            )
        })
    }
}

fn align_up(addr: u64) -> u64 {
    addr.next_multiple_of(ALIGN_BYTES)
}

/// How many bytes a block of `size` bytes takes up.
fn reserved(size: u32) -> u64 {
    align_up(u64::from(size)).max(ALIGN_BYTES)
}
