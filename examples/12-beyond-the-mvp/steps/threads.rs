//! Two threads, one heap, one vector. Threads are a matter of the whole module, so without `atomics` there is nothing here.

#![cfg(target_feature = "atomics")]
#![no_std]
#![feature(stdarch_wasm_atomic_wait)]

extern crate alloc;

use alloc::boxed::Box;
use alloc::vec::Vec;
use alloc_shim::{Full, LinearMemory, Locked};
use core::arch::wasm32::{memory_atomic_notify, memory_atomic_wait32};
use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicI32, Ordering};

#[global_allocator]
static HEAP: Locked<Full<LinearMemory>> = Locked::new(Full::new(LinearMemory::new()));

/// The lock is 0 if it is free, 1 if it is taken, 2 if somebody waits besides.
struct Mutex<T> {
    lock: AtomicI32,
    value: UnsafeCell<T>,
}

// SAFETY: one thread at a time gets at the value.
unsafe impl<T: Send> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    fn with<R>(&self, act: impl FnOnce(&mut T) -> R) -> R {
        if self.lock.compare_exchange(0, 1, Ordering::Acquire, Ordering::Relaxed).is_err() {
            while self.lock.swap(2, Ordering::Acquire) != 0 {
                // SAFETY: it is the address of an aligned i32.
                unsafe { memory_atomic_wait32(self.lock.as_ptr(), 2, -1) };
            }
        }
        // SAFETY: the lock is ours.
        let result = act(unsafe { &mut *self.value.get() });
        if self.lock.swap(0, Ordering::Release) == 2 {
            // SAFETY: as above.
            unsafe { memory_atomic_notify(self.lock.as_ptr(), 1) };
        }
        result
    }
}

// #region push
static NUMBERS: Mutex<Vec<Box<u32>>> = Mutex { lock: AtomicI32::new(0), value: UnsafeCell::new(Vec::new()) };

/// Puts the numbers below `count` into the vector of all threads, each in a box.
#[unsafe(no_mangle)]
extern "C" fn push(count: u32) {
    for number in 0..count {
        let boxed = Box::new(number);
        NUMBERS.with(|numbers| numbers.push(boxed));
    }
}
// #endregion push

/// The sum of all.
#[unsafe(no_mangle)]
extern "C" fn sum() -> u32 {
    NUMBERS.with(|numbers| numbers.iter().map(|number| **number).sum())
}

static MET: AtomicI32 = AtomicI32::new(0);

/// The first of two threads sleeps until the second is here as well, and wakes it.
#[unsafe(no_mangle)]
extern "C" fn meet() {
    if MET.fetch_add(1, Ordering::SeqCst) == 0 {
        // SAFETY: it is the address of an aligned i32.
        unsafe { memory_atomic_wait32(MET.as_ptr(), 1, -1) };
    } else {
        // SAFETY: as above.
        unsafe { memory_atomic_notify(MET.as_ptr(), 1) };
    }
}

// #region stack
/// A stack for one more thread: its upper end, from which it grows down.
#[unsafe(no_mangle)]
extern "C" fn stack() -> *mut u8 {
    let stack = Box::leak(Box::new([0_u128; 4096]));
    stack.as_mut_ptr_range().end.cast()
}
// #endregion stack

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
