//! The host's `malloc`, as the guest's allocator.
//!
//! A block aligned to [`HOST_ALIGNMENT`] or less is exactly what the host gave.
//! A block aligned to more lies inside a longer one, which with `host-free` the
//! guest has to find again:
//!
//! ```text
//!   host ┌───────────────┬─────────┬───────────────────┬────────┐
//!  block │    unused     │  host   │  the guest's block│ unused │
//!        └───────────────┴─────────┴───────────────────┴────────┘
//!        ▲ a multiple of 16        ▲ a multiple of the alignment
//! ```
//!
//! The guest's block starts at the first multiple of its alignment *above* the
//! host's. Both are multiples of 16, so at least 16 bytes lie between them, room
//! for the pointer `host`; and at most `align`, so `size + align` bytes do.

#![expect(unsafe_code, reason = "calls the host and reads the pointer it stored")]

use crate::align::padding;
use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_void;
use core::ptr;

/// The alignment, in bytes, that `env.malloc` promises for a block of at least
/// that size.
///
/// As in C, a smaller block may be aligned to no more than its size; requests
/// are rounded up where that matters.
pub const HOST_ALIGNMENT: usize = 16;

// On wasm32 these are imports. On any other target the attribute means nothing
// and they are libc's, which is how the contract suite and Miri run this file.
//
// SAFETY: the signatures are C's. `docs/host.md` states what a host promises of
// `malloc`: to take any size, and to return null or that many bytes, which are
// the guest's alone until it frees them.
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    #[cfg(feature = "host-free")]
    fn free(ptr: *mut c_void);
    #[cfg(feature = "host-realloc")]
    fn realloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
}

/// Allocates with the host's `env.malloc`, and no code or state of its own.
///
/// - Without features it imports `env.malloc` alone and leaks what is freed;
///   shrinking keeps the block, growing moves it.
/// - `host-free` imports `env.free` as well.
/// - `host-realloc` imports `env.realloc` too, so that the host may grow a block
///   in place. Blocks aligned to more than [`HOST_ALIGNMENT`] are still moved.
///
/// It may be called from any thread that the host's functions may.
#[derive(Clone, Copy, Debug, Default)]
pub struct HostMalloc;

impl HostMalloc {
    /// The host's allocator.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

/// The size to ask the host for, if the host's own alignment will do.
///
/// Never 0, so that blocks have different addresses; and never less than the
/// alignment, since C's `malloc` aligns a block only as far as its size demands.
#[inline]
const fn host_size(size: usize, align: usize) -> usize {
    if size < align { align } else { size }
}

/// A block aligned to more than the host promises, or null.
fn alloc_overaligned(layout: Layout) -> *mut u8 {
    let align = layout.align();
    // An empty block gets a byte, or it could start where the host's block ends,
    // which is where the host's next one may start. A size is at most `isize::MAX`
    // and an alignment at most one more, so this does not overflow; but no object
    // may be longer than `isize::MAX`.
    let size = if layout.size() == 0 { 1 } else { layout.size() };
    let len_bytes = size + align;
    if len_bytes > isize::MAX as usize {
        return ptr::null_mut();
    }
    // SAFETY: `malloc` takes any size.
    let host = unsafe { malloc(len_bytes) }.cast::<u8>();
    if host.is_null() {
        return host;
    }
    // `host` is a multiple of 16, so this is 16 to `align` bytes.
    let skipped = padding(host.addr().wrapping_add(1), align) + 1;
    // SAFETY: `skipped <= align`, and `size + align` bytes start at `host`, of
    // which `size` are at this place or above.
    let block = unsafe { host.add(skipped) };
    #[cfg(feature = "host-free")]
    {
        // SAFETY: at least 16 bytes of the host's block lie below `block`.
        let stored = unsafe { block.cast::<*mut u8>().sub(1) };
        // SAFETY: those bytes are ours, a pointer is at most 16 bytes long, and
        // `block` is a multiple of 32 or more, hence of a pointer's size.
        unsafe { stored.write(host) };
    }
    block
}

/// The host's pointer to a block.
///
/// # Safety
///
/// `block` came from [`HostMalloc`] with alignment `align` and was not freed.
#[cfg(feature = "host-free")]
#[inline]
unsafe fn host_block(block: *mut u8, align: usize) -> *mut u8 {
    if align <= HOST_ALIGNMENT {
        return block;
    }
    // SAFETY: `alloc_overaligned` made this block, 16 bytes or more above the
    // start of the host's.
    let stored = unsafe { block.cast::<*mut u8>().sub(1) };
    // SAFETY: it wrote the host's pointer there, and those bytes are not part of
    // the guest's block, so nobody has changed them since.
    unsafe { stored.read() }
}

// SAFETY: blocks are the host's, disjoint and valid until freed, by the promise
// at the `extern` block; the parts cut out for larger alignments lie within
// them, as proved there. Nothing here unwinds.
unsafe impl GlobalAlloc for HostMalloc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // The alignment is nearly always known when the guest is compiled, and
        // then all of this is one call.
        if layout.align() <= HOST_ALIGNMENT {
            // SAFETY: `malloc` takes any size.
            unsafe { malloc(host_size(layout.size(), layout.align())) }.cast()
        } else {
            alloc_overaligned(layout)
        }
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        #[cfg(feature = "host-free")]
        {
            // SAFETY: the caller says that `ptr` is a live block of this layout.
            let host = unsafe { host_block(ptr, layout.align()) };
            // SAFETY: `host` came from `malloc` or `realloc`, and the caller says
            // that this is the one time it is freed.
            unsafe { free(host.cast()) };
        }
        #[cfg(not(feature = "host-free"))]
        let _ = (ptr, layout);
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let align = layout.align();
        #[cfg(feature = "host-realloc")]
        if align <= HOST_ALIGNMENT {
            // SAFETY: at these alignments `ptr` is the host's own pointer, live
            // by the caller's promise. The size is not 0, so this does not free.
            let new = unsafe { realloc(ptr.cast(), host_size(new_size, align)) };
            return new.cast();
        }
        // Nothing would become of what is cut off, and moving would leak it all.
        if !cfg!(feature = "host-free") && new_size <= layout.size() {
            return ptr;
        }
        // SAFETY: the caller says that `new_size`, rounded up to `align`, is at
        // most `isize::MAX`; `align` is from a `Layout`.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, align) };
        // SAFETY: the layout is as the caller says it may be.
        let new = unsafe { self.alloc(new_layout) };
        if !new.is_null() {
            let kept = layout.size().min(new_size);
            // SAFETY: both blocks are at least `kept` bytes long, and they are
            // disjoint, since the old one has not been freed.
            unsafe { ptr::copy_nonoverlapping(ptr, new, kept) };
            // SAFETY: the caller gives up `ptr` if this succeeds, and it has.
            unsafe { self.dealloc(ptr, layout) };
        }
        new
    }
}
