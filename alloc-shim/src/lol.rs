//! lol_alloc's allocators, with a check before each.
//!
//! lol_alloc 0.4.1 adds sizes and addresses without looking at overflow, and
//! relies on alignments of at most a page. Its own tests hold where that is true;
//! these types see to it that it is. What would go wrong, and what is done:
//!
//! | request | lol_alloc alone | here |
//! |---|---|---|
//! | alignment above 64 KiB | `LeakingAllocator` returns blocks that are not aligned, or run past the memory; `FreeListAllocator` grows and calls itself until memory or stack is gone | null |
//! | `Leaking`: `used + size` reaches 2^32 | the sum wraps, passes for small, and the block runs past the memory | null |
//! | `FreeList`: the page that ends at 2^32 | the end of the free block wraps to 0, so it, and all that is ever merged with it, is never found again | that page is taken away from it |
//! | `FreeList`: a size above 2^31 − 2^16 | an invalid `Layout` is made without a check | null |
//! | size 0 | `LeakingAllocator` gives the same address twice | one byte is asked for |
//!
//! What stays as it is: `Leaking` sees its own `used` no better than anybody
//! else, so once the memory and a request together reach 4 GiB it returns null,
//! though the rest of its last page might do; and `FreeList` searches its list
//! from the top of memory on every call. In a memory that threads share, one of
//! them may grow it between check and call; the locks hold only those back that
//! come through them.

#![expect(unsafe_code, reason = "passes blocks of lol_alloc on")]

use crate::pages::PAGE_SIZE;
use crate::sync::SingleThreaded;
use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::ptr;
use lol_alloc::{FreeListAllocator, LeakingAllocator, LockedAllocator};

/// Pages in 4 GiB, all that addresses of 32 bits can reach.
const PAGES_IN_4_GIB: usize = 65_536;

/// The longest block whose size, rounded up to pages, is still the size of a
/// valid `Layout` aligned to a page, in bytes.
const LARGEST_BLOCK: usize = (isize::MAX as usize) & !(PAGE_SIZE - 1);

/// A layout that lol_alloc has a right answer to, if memory suffices.
struct Request {
    /// Of a byte at least.
    layout: Layout,
    /// How many pages memory would have, were it grown for this request.
    pages_after: usize,
}

#[inline]
fn checked(layout: Layout) -> Option<Request> {
    if layout.align() > PAGE_SIZE || layout.size() > LARGEST_BLOCK {
        return None;
    }
    let size = layout.size().max(1);
    Some(Request {
        // SAFETY: the alignment is a `Layout`'s, and the size, rounded up to it,
        // is at most `LARGEST_BLOCK`, a multiple of every alignment let in.
        layout: unsafe { Layout::from_size_align_unchecked(size, layout.align()) },
        // At most 65,536 and 32,767: this does not overflow.
        pages_after: memory_size::<0>() + size.div_ceil(PAGE_SIZE),
    })
}

/// `LeakingAllocator` behind its check.
struct CheckedLeaking(LeakingAllocator);

// SAFETY: blocks are those of lol_alloc, asked for only where its sums do not
// wrap: its `used` is at most the memory's size, and that and the request, both
// rounded up to pages, are less than 4 GiB. Nothing here unwinds.
unsafe impl GlobalAlloc for CheckedLeaking {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match checked(layout) {
            Some(request) if request.pages_after < PAGES_IN_4_GIB => {
                // SAFETY: the layout is valid and its size is not 0.
                unsafe { self.0.alloc(request.layout) }
            }
            _ => ptr::null_mut(),
        }
    }

    #[inline]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // No byte is ever handed out twice, and `memory.grow` makes them zero.
        // SAFETY: the caller promises what `alloc` asks for.
        unsafe { self.alloc(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // Nothing would become of what is cut off, and moving would leak it all.
        if new_size <= layout.size() {
            return ptr;
        }
        // SAFETY: the caller says that `new_size`, rounded up to the alignment,
        // is at most `isize::MAX`; the alignment is from a `Layout`.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: the layout is as the caller says it may be.
        let new = unsafe { self.alloc(new_layout) };
        if !new.is_null() {
            // SAFETY: the old block is `layout.size()` bytes long, the new one
            // is longer, and they are disjoint, since nothing is ever freed.
            unsafe { ptr::copy_nonoverlapping(ptr, new, layout.size()) };
        }
        new
    }
}

/// `FreeListAllocator` behind its check.
struct CheckedFreeList(FreeListAllocator);

// SAFETY: blocks are those of lol_alloc, asked for only where its sums do not
// wrap: it never owns the page that ends at 2^32. Nothing here unwinds.
unsafe impl GlobalAlloc for CheckedFreeList {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(request) = checked(layout) else {
            return ptr::null_mut();
        };
        if request.pages_after == PAGES_IN_4_GIB {
            // Growing would succeed and bring in the page that must not be had.
            // One page less, and growing fails, while blocks on the free list
            // can still be had. It does not matter whether this succeeds: if it
            // does not, neither does growing by as much or more.
            memory_grow::<0>(1);
        }
        // SAFETY: the layout is valid and its size is not 0.
        unsafe { self.0.alloc(request.layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller says that this is a block of this layout. Sizes 0
        // and 1 are one size to lol_alloc, which rounds both up to 8.
        unsafe { self.0.dealloc(ptr, layout) }
    }
}

/// Defines a type around one of lol_alloc's allocators and its sharing.
macro_rules! face {
    ($(#[$doc:meta])* $name:ident = $shared:ident($checked:ident($lol:ident))) => {
        $(#[$doc])*
        pub struct $name($shared<$checked>);

        impl $name {
            /// An allocator that takes pages when it first needs some.
            #[must_use]
            pub const fn new() -> Self {
                Self($shared::new($checked($lol::new())))
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        // SAFETY: each call is passed on as it came, so blocks are those of the
        // allocator inside.
        unsafe impl GlobalAlloc for $name {
            #[inline]
            unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
                // SAFETY: the caller promises what is asked for.
                unsafe { self.0.alloc(layout) }
            }

            #[inline]
            unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
                // SAFETY: as above; and `ptr` is a block of this allocator.
                unsafe { self.0.dealloc(ptr, layout) }
            }

            #[inline]
            unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
                // SAFETY: as for `alloc`.
                unsafe { self.0.alloc_zeroed(layout) }
            }

            #[inline]
            unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
                // SAFETY: as for `dealloc`.
                unsafe { self.0.realloc(ptr, layout, new_size) }
            }
        }
    };
}

face! {
    /// `lol_alloc::LeakingAllocator`, checked, for a target that has one thread.
    ///
    /// A bump that frees nothing. Like [`SingleThreaded`], it can be a `static`
    /// only without the `atomics` feature.
    Leaking = SingleThreaded(CheckedLeaking(LeakingAllocator))
}
face! {
    /// `lol_alloc::LeakingAllocator`, checked, behind lol_alloc's spin lock.
    ///
    /// That lock does not pass `realloc` on, so shrinking moves a block.
    LockedLeaking = LockedAllocator(CheckedLeaking(LeakingAllocator))
}
face! {
    /// `lol_alloc::FreeListAllocator`, checked, for a target that has one thread.
    ///
    /// A list of free blocks by address, neighbours merged. Like
    /// [`SingleThreaded`], it can be a `static` only without the `atomics`
    /// feature.
    FreeList = SingleThreaded(CheckedFreeList(FreeListAllocator))
}
face! {
    /// `lol_alloc::FreeListAllocator`, checked, behind lol_alloc's spin lock.
    LockedFreeList = LockedAllocator(CheckedFreeList(FreeListAllocator))
}
