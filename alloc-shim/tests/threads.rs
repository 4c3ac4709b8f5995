//! `Locked` lets threads in one at a time.

#![expect(unsafe_code, reason = "allocates from many threads")]

use alloc_shim::{Arena, Locked};
use std::alloc::{GlobalAlloc, Layout};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const THREADS: u8 = 4;
const BLOCKS: usize = if cfg!(miri) { 40 } else { 5000 };
const SIZE: usize = 24;

#[test]
fn blocks_made_by_many_threads_at_once_do_not_overlap() {
    static HEAP: Locked<Arena<{ 1 << 20 }>> = Locked::new(Arena::new());

    fn fill_and_verify(name: u8) -> Vec<usize> {
        let layout = Layout::from_size_align(SIZE, 8).expect("a valid layout");
        let mut blocks = Vec::new();
        for _ in 0..BLOCKS {
            // SAFETY: the size is not 0.
            let block = unsafe { HEAP.alloc(layout) };
            assert!(!block.is_null());
            // SAFETY: the block is that long, and this thread's.
            unsafe { block.write_bytes(name, SIZE) };
            blocks.push(block);
        }
        for &block in &blocks {
            for offset in 0..SIZE {
                // SAFETY: the offset is within the block.
                let byte = unsafe { block.add(offset) };
                // SAFETY: it was written above.
                assert_eq!(unsafe { byte.read() }, name);
            }
        }
        blocks.iter().map(|block| block.addr()).collect()
    }

    let threads: Vec<_> = (0..THREADS).map(|name| thread::spawn(move || fill_and_verify(name))).collect();
    let mut addrs: Vec<usize> =
        threads.into_iter().flat_map(|thread| thread.join().expect("the thread's blocks were its own")).collect();
    addrs.sort_unstable();
    assert!(addrs.windows(2).all(|pair| pair[1] - pair[0] >= SIZE));
}

/// An allocator that notices whether two threads are in it at once.
struct Intruded(AtomicBool);

// SAFETY: it never returns a block.
unsafe impl GlobalAlloc for Intruded {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        assert!(!self.0.swap(true, Ordering::Relaxed), "two threads at once");
        thread::yield_now();
        self.0.store(false, Ordering::Relaxed);
        std::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {
        panic!("this one cannot free");
    }
}

#[test]
fn one_thread_at_a_time_is_inside() {
    let heap = Locked::new(Intruded(AtomicBool::new(false)));
    let layout = Layout::new::<u64>();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..BLOCKS.min(100) {
                    // SAFETY: the size is not 0.
                    assert!(unsafe { heap.alloc(layout) }.is_null());
                }
            });
        }
    });
}

#[test]
fn unwinding_out_of_the_allocator_opens_the_lock() {
    let heap = Locked::new(Intruded(AtomicBool::new(false)));
    let layout = Layout::new::<u64>();
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: this allocator does not look at the pointer.
        unsafe { heap.dealloc(std::ptr::dangling_mut(), layout) };
    }));
    assert!(unwound.is_err());
    // A lock still held would make this spin for ever.
    // SAFETY: the size is not 0.
    assert!(unsafe { heap.alloc(layout) }.is_null());
}
