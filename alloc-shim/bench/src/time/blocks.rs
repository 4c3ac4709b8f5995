//! A table of blocks, which are stamped at both ends and looked at there.
//!
//! Invariant: a block in the table came from the global allocator with the size
//! and alignment noted there, and has not been freed; its first byte and its
//! last are its stamp.

#![expect(unsafe_code, reason = "calls an allocator and uses its blocks")]

extern crate alloc;

use super::OutOfMemory;
use alloc::alloc::{alloc, dealloc, realloc};
use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::ptr;

/// How many blocks may live at once.
pub(crate) const CAPACITY: usize = 200_000;

#[derive(Clone, Copy)]
struct Block {
    ptr: *mut u8,
    /// The size in bytes times 32, and the logarithm of the alignment.
    size_align: u32,
}

const NONE: Block = Block { ptr: ptr::null_mut(), size_align: 0 };

impl Block {
    fn layout(self) -> Layout {
        // SAFETY: `put` and `resize` make this from a valid layout.
        unsafe { Layout::from_size_align_unchecked((self.size_align >> 5) as usize, 1 << (self.size_align & 31)) }
    }

    /// What is at both ends of the block at `index`.
    #[expect(clippy::cast_possible_truncation, reason = "a stamp is one byte of what is known")]
    fn stamp(self, index: usize) -> u8 {
        (self.size_align >> 5) as u8 ^ index as u8 ^ 0x5a
    }

    /// The last byte.
    fn end(self) -> *mut u8 {
        self.ptr.wrapping_add(self.layout().size() - 1)
    }

    fn write(self, index: usize) {
        let stamp = self.stamp(index);
        // SAFETY: the block is a byte long at least, and may be written.
        unsafe { self.ptr.write(stamp) };
        // SAFETY: this is in the block too.
        unsafe { self.end().write(stamp) };
    }

    /// What the ends hold; a trap if that is not the stamp.
    fn read(self, index: usize) -> u8 {
        // SAFETY: `write` has been here, as the invariant says.
        let first = unsafe { self.ptr.read() };
        // SAFETY: and here.
        let last = unsafe { self.end().read() };
        assert!(first == last && first == self.stamp(index));
        first
    }
}

struct Table(UnsafeCell<[Block; CAPACITY]>);

// SAFETY: this module has one thread.
unsafe impl Sync for Table {}

// Outside of the heap, so that it weighs on no allocator.
static TABLE: Table = Table(UnsafeCell::new([NONE; CAPACITY]));

/// The table, and the checksum of all that was read from its blocks.
pub(crate) struct Blocks {
    table: &'static mut [Block],
    sum: u32,
}

impl Blocks {
    /// An empty table of `len` blocks, of which a workload has one.
    pub(crate) fn new(len: usize) -> Self {
        // SAFETY: there is one thread, a workload has one table, and drops it
        // before the next workload begins.
        let table = unsafe { &mut *TABLE.0.get() };
        Self { table: &mut table[..len], sum: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    pub(crate) fn is_live(&self, index: usize) -> bool {
        !self.table[index].ptr.is_null()
    }

    pub(crate) fn size(&self, index: usize) -> usize {
        self.table[index].layout().size()
    }

    fn note(&mut self, index: usize, ptr: *mut u8, size_align: u32) -> Result<(), OutOfMemory> {
        if ptr.is_null() {
            return Err(OutOfMemory);
        }
        let block = Block { ptr, size_align };
        block.write(index);
        self.table[index] = block;
        Ok(())
    }

    /// Makes a block of `size` bytes, rounded up to the alignment as the sizes of
    /// types are.
    pub(crate) fn put(&mut self, index: usize, size: usize, align_log2: u32) -> Result<(), OutOfMemory> {
        let size_align = encode(size, align_log2);
        let layout = Block { ptr: ptr::null_mut(), size_align }.layout();
        // SAFETY: no workload asks for a block of no bytes.
        let ptr = unsafe { alloc(layout) };
        self.note(index, ptr, size_align)
    }

    /// Gives the block at `index` another size.
    pub(crate) fn resize(&mut self, index: usize, new_size: usize) -> Result<(), OutOfMemory> {
        let old = self.table[index];
        self.sum = self.sum.rotate_left(5) ^ u32::from(old.read(index));
        let size_align = encode(new_size, old.size_align & 31);
        let new_size = (size_align >> 5) as usize;
        // SAFETY: the block is live, and its layout is as noted.
        let ptr = unsafe { realloc(old.ptr, old.layout(), new_size) };
        if !ptr.is_null() {
            // SAFETY: both blocks have a first byte.
            let first = unsafe { ptr.read() };
            assert!(first == old.stamp(index));
        }
        self.note(index, ptr, size_align)
    }

    /// Frees the block at `index`.
    pub(crate) fn take(&mut self, index: usize) {
        let block = self.table[index];
        self.sum = self.sum.rotate_left(5) ^ block.size_align ^ u32::from(block.read(index));
        self.table[index] = NONE;
        // SAFETY: the block was live, its layout is as noted, and it is in the
        // table no more.
        unsafe { dealloc(block.ptr, block.layout()) };
    }

    /// Frees what is left, and returns the checksum.
    pub(crate) fn finish(mut self) -> u32 {
        for index in 0..self.len() {
            if self.is_live(index) {
                self.take(index);
            }
        }
        self.sum
    }
}

/// A size, rounded up to its alignment, and that alignment.
#[expect(clippy::cast_possible_truncation, reason = "workloads ask for less than 2^27 bytes")]
fn encode(size: usize, align_log2: u32) -> u32 {
    (size.next_multiple_of(1 << align_log2) as u32) << 5 | align_log2
}
