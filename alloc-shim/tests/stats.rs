//! `Stats` counts what is asked for, and changes nothing else.

#![expect(unsafe_code, reason = "calls an allocator, and promises size 0")]

use alloc_contract::{Frees, Promises, ZeroSize, check};
use alloc_shim::{Arena, Counters, Locked, Stats};
use std::alloc::{GlobalAlloc, Layout};

/// Calls, live bytes, their peak, the largest request, and failures.
fn counts(counters: &Counters) -> [usize; 5] {
    [counters.calls(), counters.live(), counters.peak(), counters.largest(), counters.failed()]
}

fn bytes(size: usize) -> Layout {
    Layout::from_size_align(size, 1).expect("a valid layout")
}

/// What a heap answers to calls, each with bytes that are not 0.
struct Heap(Stats<Arena<1000>>);

impl Heap {
    fn new() -> Self {
        Self(Stats::new(Arena::new()))
    }

    fn alloc(&self, size: usize) -> *mut u8 {
        // SAFETY: the size is not 0.
        unsafe { self.0.alloc(bytes(size)) }
    }

    fn realloc(&self, block: *mut u8, size: usize, new_size: usize) -> *mut u8 {
        // SAFETY: the tests pass a block with its size.
        unsafe { self.0.realloc(block, bytes(size), new_size) }
    }

    fn dealloc(&self, block: *mut u8, size: usize) {
        // SAFETY: as above.
        unsafe { self.0.dealloc(block, bytes(size)) }
    }

    fn alloc_zeroed(&self, size: usize) -> *mut u8 {
        // SAFETY: the size is not 0.
        unsafe { self.0.alloc_zeroed(bytes(size)) }
    }

    #[track_caller]
    fn assert(&self, expected: [usize; 5]) {
        assert_eq!(counts(self.0.counters()), expected);
    }
}

#[test]
fn every_call_is_counted() {
    let heap = Heap::new();
    heap.assert([0; 5]);
    let first = heap.alloc(100);
    heap.assert([1, 100, 100, 100, 0]);
    let second = heap.alloc_zeroed(50);
    heap.assert([2, 150, 150, 100, 0]);
    let second = heap.realloc(second, 50, 300);
    heap.assert([3, 400, 400, 300, 0]);
    let second = heap.realloc(second, 300, 20);
    heap.assert([4, 120, 400, 300, 0]);
    heap.dealloc(second, 20);
    heap.dealloc(first, 100);
    heap.assert([6, 0, 400, 300, 0]);
}

#[test]
fn requests_without_memory_fail_and_leave_what_lives() {
    let heap = Heap::new();
    let block = heap.alloc(600);
    assert!(heap.alloc(2000).is_null());
    assert!(heap.alloc_zeroed(401).is_null());
    assert!(heap.realloc(block, 600, 1001).is_null());
    heap.assert([4, 600, 600, 2000, 3]);
}

#[test]
fn the_allocator_inside_keeps_the_contract_and_all_is_freed_in_the_end() {
    static HEAP: Stats<Locked<Arena<{ 8 << 20 }>>> = Stats::new(Locked::new(Arena::new()));
    let promises = Promises {
        frees: Frees::Last,
        // SAFETY: an arena takes size 0 for 1.
        zero_size: unsafe { ZeroSize::answered() },
        refuses_impossible: true,
        can_be_filled: true,
        coalesces: true,
        alone: true,
    };
    assert_eq!(check(&HEAP, promises), Ok(()));
    let [calls, live, peak, largest, failed] = counts(HEAP.counters());
    assert!(calls > 1000, "{calls}");
    assert_eq!(live, 0);
    assert!(peak > 4 << 20 && peak <= 8 << 20, "{peak}");
    assert!(largest > isize::MAX.unsigned_abs() / 2, "{largest}");
    assert!(failed > 0, "{failed}");
}

#[test]
fn a_host_finds_five_numbers_in_their_order() {
    let heap = Heap::new();
    assert!(!heap.alloc(7).is_null());
    assert!(heap.alloc(5000).is_null());
    let counters: *const Counters = heap.0.counters();
    // SAFETY: the documentation says that they are numbers of a pointer's size, and
    // nobody writes to them meanwhile.
    assert_eq!(unsafe { counters.cast::<[usize; 5]>().read() }, [2, 7, 7, 5000, 1]);
    assert_eq!(size_of::<Counters>(), 5 * size_of::<usize>());
}
