//! What an allocator has been asked for.
//!
//! Invariant: `live` is the sum of the sizes of the blocks that were handed out
//! and not taken back.

#![expect(unsafe_code, reason = "passes calls on to an allocator")]

use core::alloc::{GlobalAlloc, Layout};
use core::sync::atomic::{AtomicUsize, Ordering};

/// Counts the calls of `A`, and the bytes that are asked for.
///
/// It counts what the program asked for, not what `A` took for it: the
/// difference to the size of the memory is what the allocator costs.
///
/// It may be a `static` wherever `A` may. Its counts are atomic, so that threads
/// may share it: put it around [`Locked`](crate::Locked), not into it. Where
/// there is one thread they are plain loads and stores.
///
/// A guest lets its host read them by exporting where they are:
///
/// ```
/// use alloc_shim::{Arena, Counters, Locked, Stats};
///
/// #[global_allocator]
/// static HEAP: Stats<Locked<Arena<65536>>> = Stats::new(Locked::new(Arena::new()));
///
/// // With `#[unsafe(no_mangle)]`, in a guest.
/// extern "C" fn heap_counters() -> *const Counters {
///     HEAP.counters()
/// }
///
/// let before = HEAP.counters().live();
/// let block = Box::new([0u8; 100]);
/// assert_eq!(HEAP.counters().live() - before, 100);
/// drop(block);
/// # let _ = heap_counters;
/// ```
#[derive(Debug, Default)]
pub struct Stats<A> {
    counters: Counters,
    allocator: A,
}

/// What [`Stats`] counts: five numbers of the size of a pointer, in this order.
///
/// On wasm32 that is 20 bytes, little-endian, at the address of this.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Counters {
    calls: AtomicUsize,
    live: AtomicUsize,
    peak: AtomicUsize,
    largest: AtomicUsize,
    failed: AtomicUsize,
}

impl Counters {
    const fn new() -> Self {
        let [calls, live, peak, largest, failed] = [const { AtomicUsize::new(0) }; 5];
        Self { calls, live, peak, largest, failed }
    }

    /// Calls of any of the four functions, modulo 2^32 on wasm32.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Bytes in blocks that are not freed.
    #[must_use]
    pub fn live(&self) -> usize {
        self.live.load(Ordering::Relaxed)
    }

    /// The most that [`live`](Self::live) ever was, in bytes.
    #[must_use]
    pub fn peak(&self) -> usize {
        self.peak.load(Ordering::Relaxed)
    }

    /// The size of the largest block that was ever asked for, in bytes, whether
    /// or not there was memory for it.
    #[must_use]
    pub fn largest(&self) -> usize {
        self.largest.load(Ordering::Relaxed)
    }

    /// Requests that were answered with null.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed.load(Ordering::Relaxed)
    }

    /// Counts a request for `size` bytes and its answer: a block that adds `more`
    /// bytes to what lives, or null. Code of its own, for it is called in three places.
    #[inline(never)]
    fn request(&self, size: usize, block: *mut u8, more: usize) -> *mut u8 {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.largest.fetch_max(size, Ordering::Relaxed);
        if block.is_null() {
            self.failed.fetch_add(1, Ordering::Relaxed);
        } else {
            // Modulo 2^BITS: a shorter block adds a negative number.
            let live = self.live.fetch_add(more, Ordering::Relaxed).wrapping_add(more);
            self.peak.fetch_max(live, Ordering::Relaxed);
        }
        block
    }
}

impl<A> Stats<A> {
    /// Wraps `allocator`, with all counts at 0.
    #[must_use]
    pub const fn new(allocator: A) -> Self {
        Self { counters: Counters::new(), allocator }
    }

    /// The counts. They stay where they are, and go on counting.
    #[must_use]
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }
}

// SAFETY: each call is passed on as it came, so blocks are those of `A`.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Stats<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller promises what `A` asks for.
        let block = unsafe { self.allocator.alloc(layout) };
        self.counters.request(layout.size(), block, layout.size())
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        self.counters.calls.fetch_add(1, Ordering::Relaxed);
        // Before another thread can have the bytes and count them.
        self.counters.live.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above; and `ptr` is a block of `A`.
        unsafe { self.allocator.dealloc(ptr, layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as for `alloc`.
        let block = unsafe { self.allocator.alloc_zeroed(layout) };
        self.counters.request(layout.size(), block, layout.size())
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as for `dealloc`.
        let block = unsafe { self.allocator.realloc(ptr, layout, new_size) };
        self.counters.request(new_size, block, new_size.wrapping_sub(layout.size()))
    }
}
