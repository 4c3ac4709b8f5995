//! The model: a table of live blocks, each with contents that are known.
//!
//! Invariant: every block in the table came from the allocator with the layout
//! noted there, has not been freed, and passed `admit`: so it is aligned, does
//! not run past the address space and shares no byte with the others.

#![expect(unsafe_code, reason = "calls an allocator and uses its blocks")]

use crate::promises::ZeroSize;
use crate::stamp::{Contents, offsets};
use crate::violation::Violation;
use core::alloc::{GlobalAlloc, Layout};

/// How many blocks may live at once.
pub(crate) const CAPACITY: usize = if cfg!(miri) { 72 } else { 96 };

#[derive(Clone, Copy)]
struct Block {
    ptr: *mut u8,
    layout: Layout,
    contents: Contents,
}

impl Block {
    /// Bytes that are this block's alone; even an empty one has its address.
    fn footprint(&self) -> usize {
        self.layout.size().max(1)
    }

    fn addr(&self) -> usize {
        self.ptr.addr()
    }
}

/// Live blocks of one allocator, in the order they were made unless some were
/// freed in between.
pub(crate) struct Blocks<'a, A> {
    allocator: &'a A,
    case: &'static str,
    zero_size: ZeroSize,
    live: [Option<Block>; CAPACITY],
    len: usize,
    made: usize,
}

impl<'a, A: GlobalAlloc> Blocks<'a, A> {
    pub(crate) fn new(allocator: &'a A, case: &'static str, zero_size: ZeroSize) -> Self {
        Self { allocator, case, zero_size, live: [None; CAPACITY], len: 0, made: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_full(&self) -> bool {
        self.len == CAPACITY
    }

    /// Bytes in live blocks.
    pub(crate) fn live_bytes(&self) -> usize {
        self.live[..self.len].iter().flatten().map(|block| block.layout.size()).sum()
    }

    /// The layout of block `index`.
    pub(crate) fn layout(&self, index: usize) -> Layout {
        self.block(index).layout
    }

    fn block(&self, index: usize) -> Block {
        self.live[..self.len][index].expect("a live block")
    }

    fn violation(&self, what: &'static str, block: &Block, other: usize) -> Violation {
        Violation {
            case: self.case,
            what,
            values: [("size", block.layout.size()), ("alignment", block.layout.align()), ("address", other)],
        }
    }

    /// Checks that `block` may join the table.
    fn admit(&self, block: &Block) -> Result<(), Violation> {
        let addr = block.addr();
        if !addr.is_multiple_of(block.layout.align()) {
            return Err(self.violation("a block is not aligned", block, addr));
        }
        // The last byte and not the end, which may be 2^32.
        let Some(last) = addr.checked_add(block.footprint() - 1) else {
            return Err(self.violation("a block runs past the address space", block, addr));
        };
        for other in self.live[..self.len].iter().flatten() {
            if addr <= other.addr() + (other.footprint() - 1) && other.addr() <= last {
                return Err(self.violation("a block overlaps another", block, other.addr()));
            }
        }
        Ok(())
    }

    fn join(&mut self, ptr: *mut u8, layout: Layout, contents: Contents) -> Result<(), Violation> {
        let block = Block { ptr, layout, contents };
        self.admit(&block)?;
        self.live[self.len] = Some(block);
        self.len += 1;
        Ok(())
    }

    /// Writes fresh contents into block `index`, which depend on the block.
    fn stamp(&mut self, index: usize) {
        self.made += 1;
        let mut block = self.block(index);
        block.contents = Contents::Stamp(self.made);
        for offset in offsets(block.layout.size()) {
            // SAFETY: the block is `size` bytes long, and `offset` is below that.
            let byte = unsafe { block.ptr.add(offset) };
            // SAFETY: a live block's bytes may be written, and nothing refers to
            // them.
            unsafe { byte.write(block.contents.at(offset)) };
        }
        self.live[index] = Some(block);
    }

    /// Writes `byte` over all of block `index`.
    pub(crate) fn fill(&mut self, index: usize, byte: u8) {
        let mut block = self.block(index);
        block.contents = Contents::Filled(byte);
        // SAFETY: a live block is `size` bytes long, which may be written.
        unsafe { block.ptr.write_bytes(byte, block.layout.size()) };
        self.live[index] = Some(block);
    }

    /// Makes a stamped block, or says that there was no memory for it.
    pub(crate) fn try_alloc(&mut self, layout: Layout) -> Result<bool, Violation> {
        let layout =
            if layout.size() == 0 && !self.zero_size.is_answered() { layout_of(1, layout.align()) } else { layout };
        // SAFETY: the size is not 0, or it was promised that it may be.
        let ptr = unsafe { self.allocator.alloc(layout) };
        if ptr.is_null() {
            return Ok(false);
        }
        self.join(ptr, layout, Contents::Filled(0))?;
        self.stamp(self.len - 1);
        Ok(true)
    }

    /// Makes a stamped block, and returns its index.
    pub(crate) fn alloc(&mut self, layout: Layout) -> Result<usize, Violation> {
        if self.try_alloc(layout)? {
            return Ok(self.len - 1);
        }
        Err(self.no_memory("no memory for a block", layout))
    }

    /// Makes a block of zeros and looks at every byte, or says that there was no
    /// memory for it.
    pub(crate) fn try_alloc_zeroed(&mut self, layout: Layout) -> Result<bool, Violation> {
        assert!(layout.size() > 0, "no case asks for zeros that are none");
        // SAFETY: the size is not 0.
        let ptr = unsafe { self.allocator.alloc_zeroed(layout) };
        if ptr.is_null() {
            return Ok(false);
        }
        self.join(ptr, layout, Contents::Filled(0))?;
        self.verify_bytes(&self.block(self.len - 1), 0..layout.size())?;
        Ok(true)
    }

    /// Makes a block of zeros, looks at every byte, and returns its index.
    pub(crate) fn alloc_zeroed(&mut self, layout: Layout) -> Result<usize, Violation> {
        if self.try_alloc_zeroed(layout)? {
            return Ok(self.len - 1);
        }
        Err(self.no_memory("no memory for a block of zeros", layout))
    }

    /// Asks for what cannot be, and takes nothing but null for an answer.
    pub(crate) fn must_refuse(&self, layout: Layout) -> Result<(), Violation> {
        assert!(layout.size() > 0, "a block of no bytes is not impossible");
        // SAFETY: the size is not 0.
        let ptr = unsafe { self.allocator.alloc(layout) };
        if !ptr.is_null() {
            return Err(self.granted("an impossible block was granted", layout, ptr));
        }
        // SAFETY: the size is not 0.
        let ptr = unsafe { self.allocator.alloc_zeroed(layout) };
        if !ptr.is_null() {
            return Err(self.granted("an impossible block of zeros was granted", layout, ptr));
        }
        Ok(())
    }

    /// Gives block `index` a new size, checks that it kept what it held, and
    /// stamps it anew; or checks that it was left alone, and says that there was
    /// no memory.
    pub(crate) fn try_realloc(&mut self, index: usize, new_size: usize) -> Result<bool, Violation> {
        let old = self.block(index);
        self.verify(index)?;
        let layout = resized(old.layout, new_size);
        // SAFETY: the block is live and its layout as noted; `resized` checks the
        // new size.
        let ptr = unsafe { self.allocator.realloc(old.ptr, old.layout, new_size) };
        if ptr.is_null() {
            self.verify(index)?;
            return Ok(false);
        }
        self.forget(index);
        self.join(ptr, layout, old.contents)?;
        // Back to its place, so that the order of making is kept.
        self.live[index..self.len].rotate_right(1);
        let moved = self.block(index);
        let kept = old.layout.size().min(new_size);
        self.verify_bytes(&moved, offsets(old.layout.size()).filter(|&o| o < kept))?;
        self.stamp(index);
        Ok(true)
    }

    /// Gives block `index` a new size, as above.
    pub(crate) fn realloc(&mut self, index: usize, new_size: usize) -> Result<(), Violation> {
        if self.try_realloc(index, new_size)? {
            return Ok(());
        }
        Err(self.no_memory("no memory for a longer block", resized(self.layout(index), new_size)))
    }

    /// Asks that block `index` be given an impossible size, and checks that it
    /// was refused and left alone.
    pub(crate) fn must_refuse_realloc(&self, index: usize, new_size: usize) -> Result<(), Violation> {
        let block = self.block(index);
        let layout = resized(block.layout, new_size);
        // SAFETY: as in `try_realloc`.
        let ptr = unsafe { self.allocator.realloc(block.ptr, block.layout, new_size) };
        if !ptr.is_null() {
            return Err(self.granted("an impossible new size was granted", layout, ptr));
        }
        self.verify(index)
    }

    /// Frees block `index`, after a last look at what it holds.
    pub(crate) fn free(&mut self, index: usize) -> Result<(), Violation> {
        self.verify(index)?;
        let block = self.block(index);
        self.forget(index);
        // SAFETY: the block was live and its layout is as noted; it has just been
        // forgotten, so this happens once.
        unsafe { self.allocator.dealloc(block.ptr, block.layout) };
        Ok(())
    }

    /// Frees all blocks, the youngest first.
    pub(crate) fn free_all(&mut self) -> Result<(), Violation> {
        while self.len > 0 {
            self.free(self.len - 1)?;
        }
        Ok(())
    }

    /// Checks that block `index` holds what was written to it.
    pub(crate) fn verify(&self, index: usize) -> Result<(), Violation> {
        let block = self.block(index);
        self.verify_bytes(&block, offsets(block.layout.size()))
    }

    /// Checks that every block holds what was written to it.
    pub(crate) fn verify_all(&self) -> Result<(), Violation> {
        (0..self.len).try_for_each(|index| self.verify(index))
    }

    fn verify_bytes(&self, block: &Block, offsets: impl Iterator<Item = usize>) -> Result<(), Violation> {
        for offset in offsets {
            // SAFETY: callers name offsets below the block's size.
            let byte = unsafe { block.ptr.add(offset) };
            // SAFETY: the byte is a live block's, and was written: by `stamp` or
            // `fill`, by `alloc_zeroed`, or by `realloc` as a copy of those.
            if unsafe { byte.read() } != block.contents.at(offset) {
                return Err(self.violation("a block does not hold what it should", block, byte.addr()));
            }
        }
        Ok(())
    }

    fn forget(&mut self, index: usize) {
        self.live[index..self.len].rotate_left(1);
        self.len -= 1;
        self.live[self.len] = None;
    }

    fn no_memory(&self, what: &'static str, layout: Layout) -> Violation {
        Violation {
            case: self.case,
            what,
            values: [("size", layout.size()), ("alignment", layout.align()), ("live blocks", self.len)],
        }
    }

    fn granted(&self, what: &'static str, layout: Layout, ptr: *mut u8) -> Violation {
        Violation {
            case: self.case,
            what,
            values: [("size", layout.size()), ("alignment", layout.align()), ("address", ptr.addr())],
        }
    }
}

/// `layout` with another size, which must be valid with its alignment and not 0.
fn resized(layout: Layout, new_size: usize) -> Layout {
    assert!(new_size > 0, "no block is given the size 0");
    layout_of(new_size, layout.align())
}

/// The layout of `size` bytes aligned to `align`; both are the suite's own.
pub(crate) fn layout_of(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).expect("the suite asks for valid layouts")
}
