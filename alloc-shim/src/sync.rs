//! Who may call an allocator at once: one thread, or one after another.

#![expect(unsafe_code, reason = "makes allocators that are not Sync so")]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::hint;
use core::sync::atomic::{AtomicBool, Ordering};

/// Whether another thread can be in this memory at all.
///
/// Without the `atomics` feature a module's memory cannot be shared: the linker
/// refuses a shared memory unless every object was compiled with it.
const THREADS: bool = !cfg!(all(target_family = "wasm", not(target_feature = "atomics")));

/// An allocator for a target that has one thread.
///
/// It is `Sync` exactly where that is true: on WebAssembly without the `atomics`
/// feature, where memory cannot be shared. So it costs nothing and is safe to
/// make. Anywhere else a `static` of it does not compile; use [`Locked`], which
/// costs nothing on one thread either.
///
/// ```compile_fail,E0277
/// use alloc_shim::{Arena, SingleThreaded};
///
/// static HEAP: SingleThreaded<Arena<64>> = SingleThreaded::new(Arena::new());
/// ```
#[derive(Debug, Default)]
pub struct SingleThreaded<A>(A);

// SAFETY: `Sync` is about use by two threads, and under this `cfg` no two
// threads have one memory (see `THREADS`).
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
unsafe impl<A> Sync for SingleThreaded<A> {}

impl<A> SingleThreaded<A> {
    /// Wraps `allocator`.
    #[must_use]
    pub const fn new(allocator: A) -> Self {
        Self(allocator)
    }
}

// SAFETY: each call is passed on as it came, so blocks are those of `A`.
unsafe impl<A: GlobalAlloc> GlobalAlloc for SingleThreaded<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller promises what `A` asks for.
        unsafe { self.0.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: as above; and `ptr` is a block of `A`.
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

/// An allocator that threads use one after another, behind a spin lock.
///
/// It may be a `static` on every target. On WebAssembly without the `atomics`
/// feature there is nobody to wait for: the lock is left out, and only its flag,
/// a byte of memory, remains.
///
/// Waiting is spinning: `std`'s locks may allocate, and WebAssembly's main
/// thread in a browser may not block. Calls are short, so waits are.
#[derive(Debug, Default)]
pub struct Locked<A> {
    held: AtomicBool,
    allocator: UnsafeCell<A>,
}

// SAFETY: `enter` lets one thread at a time have a reference to the allocator,
// which for a `Send` type is as good as sending it from thread to thread.
unsafe impl<A: Send> Sync for Locked<A> {}

/// Opens the lock when dropped, on unwinding as well.
struct Held<'a>(&'a AtomicBool);

impl Drop for Held<'_> {
    #[inline]
    fn drop(&mut self) {
        if THREADS {
            // Release: the next holder sees all that this one wrote.
            self.0.store(false, Ordering::Release);
        }
    }
}

impl<A> Locked<A> {
    /// Wraps `allocator`, unlocked.
    #[must_use]
    pub const fn new(allocator: A) -> Self {
        Self { held: AtomicBool::new(false), allocator: UnsafeCell::new(allocator) }
    }

    /// Runs `call` on the allocator while no other thread is in here.
    #[inline]
    fn enter<R>(&self, call: impl FnOnce(&A) -> R) -> R {
        if THREADS {
            // Acquire: this holder sees all that the last one wrote.
            while self.held.swap(true, Ordering::Acquire) {
                // Only reading, the waiting threads do not take the flag's cache
                // line from one another.
                while self.held.load(Ordering::Relaxed) {
                    hint::spin_loop();
                }
            }
        }
        let _held = Held(&self.held);
        // SAFETY: there is no other thread, or the flag was ours to set and none
        // is between the swap above and the store in `Held::drop`; and only
        // there is the allocator referred to, by shared references at that.
        call(unsafe { &*self.allocator.get() })
    }
}

// SAFETY: each call is passed on as it came, so blocks are those of `A`; and one
// at a time, as a `Send` type demands.
unsafe impl<A: GlobalAlloc + Send> GlobalAlloc for Locked<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller promises what `A` asks for.
        self.enter(|a| unsafe { a.alloc(layout) })
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: as above; and `ptr` is a block of `A`.
        self.enter(|a| unsafe { a.dealloc(ptr, layout) });
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as for `alloc`.
        self.enter(|a| unsafe { a.alloc_zeroed(layout) })
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as for `dealloc`.
        self.enter(|a| unsafe { a.realloc(ptr, layout, new_size) })
    }
}
