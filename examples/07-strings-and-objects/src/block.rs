//! Blocks of bytes that one side makes and the other frees.

use alloc::alloc::{alloc_zeroed, dealloc as free};
use core::alloc::Layout;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};
use core::slice;

/// Bytes of the heap that host and guest hand to each other.
pub struct Block {
    start: NonNull<u8>,
    len: usize,
}

impl Block {
    /// Aligned to 8, so that a host may write numbers into it; of at least one byte.
    fn layout(len: usize) -> Option<Layout> {
        Layout::from_size_align(len.max(1), 8).ok()
    }

    /// A block of zeros, or none if there is no memory.
    fn new(len: usize) -> Option<Self> {
        // SAFETY: the layout is not of size 0.
        let start = unsafe { alloc_zeroed(Self::layout(len)?) };
        NonNull::new(start).map(|start| Self { start, len })
    }

    // #region hands
    /// What the host hands over is the guest's from now on.
    pub unsafe fn from_host(start: *mut u8, len: usize) -> Self {
        // SAFETY: the caller says that it is a block, and no block is at 0.
        Self { start: unsafe { NonNull::new_unchecked(start) }, len }
    }

    /// Address and length in one number: the host frees it now.
    pub fn into_host(self) -> u64 {
        let block = ManuallyDrop::new(self);
        (block.len as u64) << 32 | block.start.addr().get() as u64
    }
    // #endregion hands
}

impl Drop for Block {
    fn drop(&mut self) {
        if let Some(layout) = Self::layout(self.len) {
            // SAFETY: it was allocated with the layout of its length.
            unsafe { free(self.start.as_ptr(), layout) }
        }
    }
}

impl Deref for Block {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: the block is so long, and began as zeros.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }
}

impl DerefMut for Block {
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above; and it is borrowed mutably.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

/// A block for the host to write to, or 0 if there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(len: usize) -> *mut u8 {
    Block::new(len).map_or(ptr::null_mut(), |block| ManuallyDrop::new(block).start.as_ptr())
}

/// Takes a block back.
///
/// # Safety
///
/// It is a block of that length that came from this module, and was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dealloc(start: *mut u8, len: usize) {
    // SAFETY: the caller says so.
    drop(unsafe { Block::from_host(start, len) });
}
