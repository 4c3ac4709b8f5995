//! The flag that one thread at a time holds, and how the others wait for it.
//!
//! On WebAssembly without the `atomics` feature there are no others, and both
//! kinds are nothing: no byte of memory, and no instruction.

#![cfg_attr(
    all(target_family = "wasm", target_feature = "atomics"),
    expect(unsafe_code, reason = "`memory.atomic.wait32` and `notify` take an address")
)]

use core::fmt::Debug;

/// How threads wait for a [`Locked`](crate::Locked): [`Wait`] or [`Spin`].
pub trait Lock: Debug + Default + Sync + State {}

/// Threads sleep until the lock is free, after a short time of spinning.
///
/// On WebAssembly that is `memory.atomic.wait32`, which is a trap in a thread
/// that may not block, and the main thread of a page may not: use [`Spin`] if it
/// allocates from this heap. A Worker may block, and so may Node's main thread.
/// On other targets this is [`Spin`].
#[derive(Debug, Default)]
pub struct Wait(flag::Waiting);

/// Threads try again until the lock is free.
///
/// Calls of an allocator are short, so waits are; but a thread that holds the
/// lock and is put to sleep by the system keeps the others busy.
#[derive(Debug, Default)]
pub struct Spin(flag::Spinning);

mod state {
    /// What a lock does. The trait is not nameable outside of this crate.
    pub trait State {
        /// Returns once this thread holds the lock. It sees all that was written
        /// before the lock was last released.
        fn acquire(&self);

        /// Ends what `acquire` began.
        fn release(&self);
    }
}
use state::State;

macro_rules! lock {
    ($name:ident($flag:ident)) => {
        impl Lock for $name {}

        impl $name {
            /// A lock that nobody holds.
            pub(crate) const fn new() -> Self {
                Self(flag::$flag::new())
            }
        }

        impl State for $name {
            #[inline]
            fn acquire(&self) {
                self.0.acquire();
            }

            #[inline]
            fn release(&self) {
                self.0.release();
            }
        }
    };
}

lock!(Wait(Waiting));
lock!(Spin(Spinning));

/// Where there is one thread.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
mod flag {
    #[derive(Debug, Default)]
    pub(super) struct Waiting;
    pub(super) use Waiting as Spinning;

    impl Waiting {
        pub(super) const fn new() -> Self {
            Self
        }

        #[inline]
        pub(super) const fn acquire(&self) {}

        #[inline]
        pub(super) const fn release(&self) {}
    }
}

#[cfg(not(all(target_family = "wasm", not(target_feature = "atomics"))))]
mod flag {
    use core::hint;
    use core::sync::atomic::{AtomicBool, Ordering};

    #[derive(Debug, Default)]
    pub(super) struct Spinning(AtomicBool);

    impl Spinning {
        pub(super) const fn new() -> Self {
            Self(AtomicBool::new(false))
        }

        #[inline]
        pub(super) fn acquire(&self) {
            while self.0.swap(true, Ordering::Acquire) {
                // Only reading, the waiting threads do not take the flag's cache
                // line from one another.
                while self.0.load(Ordering::Relaxed) {
                    hint::spin_loop();
                }
            }
        }

        #[inline]
        pub(super) fn release(&self) {
            self.0.store(false, Ordering::Release);
        }
    }

    #[cfg(not(target_family = "wasm"))]
    pub(super) use Spinning as Waiting;
    #[cfg(target_family = "wasm")]
    pub(super) use futex::Waiting;

    #[cfg(target_family = "wasm")]
    mod futex {
        use core::arch::wasm32::{memory_atomic_notify, memory_atomic_wait32};
        use core::hint;
        use core::sync::atomic::{AtomicI32, Ordering};

        const FREE: i32 = 0;
        const HELD: i32 = 1;
        /// Held, and somebody may be asleep.
        const AWAITED: i32 = 2;

        /// About as long as most calls of an allocator take.
        const SPINS: u32 = 100;

        /// The third mutex of Drepper, "Futexes Are Tricky" (2011).
        #[derive(Debug, Default)]
        pub(in super::super) struct Waiting(AtomicI32);

        impl Waiting {
            pub(in super::super) const fn new() -> Self {
                Self(AtomicI32::new(FREE))
            }

            fn try_acquire(&self) -> bool {
                self.0.compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed).is_ok()
            }

            #[inline]
            pub(in super::super) fn acquire(&self) {
                if !self.try_acquire() {
                    self.wait();
                }
            }

            #[cold]
            fn wait(&self) {
                for _ in 0..SPINS {
                    hint::spin_loop();
                    if self.0.load(Ordering::Relaxed) == FREE && self.try_acquire() {
                        return;
                    }
                }
                // Whoever was asleep does not know whether others are, so the
                // state stays `AWAITED`: at worst one notice reaches nobody.
                while self.0.swap(AWAITED, Ordering::Acquire) != FREE {
                    // SAFETY: the address is that of an aligned i32 in memory. It
                    // returns at once if the state is another by now.
                    unsafe { memory_atomic_wait32(self.0.as_ptr(), AWAITED, -1) };
                }
            }

            #[inline]
            pub(in super::super) fn release(&self) {
                if self.0.swap(FREE, Ordering::Release) == AWAITED {
                    // SAFETY: as above.
                    unsafe { memory_atomic_notify(self.0.as_ptr(), 1) };
                }
            }
        }
    }
}
