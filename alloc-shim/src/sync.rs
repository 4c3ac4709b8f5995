//! Who may call an allocator at once: one thread, or one after another.

#![expect(unsafe_code, reason = "makes allocators that are not Sync so")]

use crate::lock::{Lock, Spin, Wait};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;

/// An allocator for a target that has one thread.
///
/// It is `Sync` exactly where that is true: on WebAssembly without the `atomics`
/// feature, where memory cannot be shared (of a stable compiler that is told
/// otherwise, see [`Locked`]). So it costs nothing and is safe to make. Anywhere else a `static` of it does not compile; use [`Locked`], which
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
// threads have one memory: the linker refuses a shared memory unless every
// object was compiled with `atomics`. Only with LTO is there one object, and a
// stable compiler that is given the flag, which it warns of as unsupported, links
// it without this `cfg`; nothing here can see that.
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

/// An allocator that threads use one after another, behind a lock.
///
/// It may be a `static` on every target. On WebAssembly without the `atomics`
/// feature there is nobody to wait for: the lock is left out, and it costs no
/// byte. With it, threads that wait sleep ([`Wait`]), which the main thread of a
/// page may not: there use [`Locked::spinning`].
///
/// A stable compiler warns of `-Ctarget-feature=+atomics` and does not say it to the
/// code, so the lock is left out. Modules for threads take a nightly one, or
/// `RUSTC_BOOTSTRAP=1`, and a standard library compiled with it.
///
/// ```
/// use alloc_shim::{Arena, Locked, Spin};
///
/// static HEAP: Locked<Arena<65536>, Spin> = Locked::spinning(Arena::new());
/// # let _ = &HEAP;
/// ```
#[derive(Debug, Default)]
pub struct Locked<A, L = Wait> {
    lock: L,
    allocator: UnsafeCell<A>,
}

// SAFETY: `enter` lets one thread at a time have a reference to the allocator,
// which for a `Send` type is as good as sending it from thread to thread.
unsafe impl<A: Send, L: Lock> Sync for Locked<A, L> {}

/// Opens the lock when dropped, on unwinding as well.
struct Inside<'a, L: Lock>(&'a L);

impl<L: Lock> Drop for Inside<'_, L> {
    #[inline]
    fn drop(&mut self) {
        self.0.release();
    }
}

impl<A> Locked<A> {
    /// Wraps `allocator`, unlocked. Threads that wait for it sleep.
    #[must_use]
    pub const fn new(allocator: A) -> Self {
        Self { lock: Wait::new(), allocator: UnsafeCell::new(allocator) }
    }
}

impl<A> Locked<A, Spin> {
    /// Wraps `allocator`, unlocked. Threads that wait for it spin.
    #[must_use]
    pub const fn spinning(allocator: A) -> Self {
        Self { lock: Spin::new(), allocator: UnsafeCell::new(allocator) }
    }
}

impl<A, L: Lock> Locked<A, L> {
    /// Runs `call` on the allocator while no other thread is in here.
    #[inline]
    fn enter<R>(&self, call: impl FnOnce(&A) -> R) -> R {
        self.lock.acquire();
        let _inside = Inside(&self.lock);
        // SAFETY: there is no other thread, or the lock is ours: none else is
        // between `acquire` and the `release` of `Inside`, and only there is the
        // allocator referred to, by shared references at that.
        call(unsafe { &*self.allocator.get() })
    }
}

// SAFETY: each call is passed on as it came, so blocks are those of `A`; and one
// at a time, as a `Send` type demands.
unsafe impl<A: GlobalAlloc + Send, L: Lock> GlobalAlloc for Locked<A, L> {
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
