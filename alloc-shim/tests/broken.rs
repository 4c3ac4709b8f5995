//! The suite finds what is broken: an allocator with one fault each, and the
//! complaint that it must draw.

// These test the suite and not this crate, natively in a moment and under Miri in
// minutes.
#![cfg(not(miri))]
#![expect(unsafe_code, reason = "these are allocators, if bad ones")]

use alloc_contract::{Frees, Promises, World, ZeroSize, check, check_script};
use alloc_shim::{Bump, PAGE_SIZE, Page, Region};
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr;

const PAGES: usize = 256;

/// One fault in an allocator that has no other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    Unaligned,
    Overlapping,
    SharedZeroSize,
    DirtyZeros,
    ReallocLosesContents,
    ReallocLosesTail,
    FailingReallocFrees,
    ReallocScribbles,
    GivesUpAfterRefusal,
    WrapsImpossibleSizes,
    FreesNothing,
}

struct Broken<A> {
    good: A,
    fault: Fault,
    /// Whatever the fault has to remember.
    memory: Cell<*mut u8>,
}

// SAFETY: none; most of these break the contract, which is their use. No fault
// leaves the memory of the region below, and all are reported before they do.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Broken<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        let wish = match self.fault {
            Fault::Unaligned => Layout::from_size_align(size, align.min(16)),
            // A length in 16 bits: the block is shorter than it should be.
            Fault::WrapsImpossibleSizes => Layout::from_size_align(size & 0xffff, align),
            _ => Ok(layout),
        };
        if self.fault == Fault::SharedZeroSize && size == 0 {
            return ptr::without_provenance_mut(align);
        }
        if self.fault == Fault::GivesUpAfterRefusal && !self.memory.get().is_null() {
            return ptr::null_mut();
        }
        // SAFETY: `good` has an answer to every layout.
        let block = unsafe { self.good.alloc(wish.expect("a valid layout")) };
        if self.fault == Fault::GivesUpAfterRefusal && block.is_null() {
            self.memory.set(ptr::dangling_mut());
        }
        if self.fault == Fault::Overlapping && size == 16 && align == 16 {
            // Every block of this layout is the first one again.
            if self.memory.get().is_null() {
                self.memory.set(block);
            }
            return self.memory.get();
        }
        block
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        if self.fault != Fault::FreesNothing {
            // SAFETY: the suite's promise.
            unsafe { self.good.dealloc(ptr, layout) };
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if self.fault == Fault::DirtyZeros {
            // SAFETY: the suite's promise.
            return unsafe { self.alloc(layout) };
        }
        // SAFETY: the suite's promise.
        let block = unsafe { self.alloc(layout) };
        if !block.is_null() && self.fault != Fault::WrapsImpossibleSizes {
            // SAFETY: the block is that long.
            unsafe { block.write_bytes(0, layout.size()) };
        }
        block
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if self.fault == Fault::ReallocScribbles {
            // SAFETY: the block is at least a byte long, as the suite makes them.
            unsafe { ptr.write(0x77) };
        }
        let new_layout = Layout::from_size_align(new_size, layout.align()).expect("valid");
        let keeps = match self.fault {
            Fault::ReallocLosesContents => 0,
            Fault::ReallocLosesTail => layout.size().min(new_size).saturating_sub(1),
            Fault::FailingReallocFrees => layout.size().min(new_size),
            // SAFETY: the suite's promise.
            _ => return unsafe { self.good.realloc(ptr, layout, new_size) },
        };
        // SAFETY: the suite's promise.
        let new = unsafe { self.good.alloc_zeroed(new_layout) };
        if new.is_null() {
            if self.fault == Fault::FailingReallocFrees {
                // What a freed block holds is not the caller's any more.
                // SAFETY: the block is that long.
                unsafe { ptr.write_bytes(0xdd, layout.size()) };
            }
            return new;
        }
        // SAFETY: both are that long, and the old one is not freed.
        unsafe { ptr::copy_nonoverlapping(ptr, new, keeps) };
        new
    }
}

/// What the suite says about a bump with `fault`.
fn complaint(fault: Fault) -> String {
    let mut pages = vec![Page::uninit(); PAGES];
    let broken = Broken { good: Bump::new(Region::new(&mut pages)), fault, memory: Cell::new(ptr::null_mut()) };
    said(&broken)
}

const BUMP: Promises = Promises {
    frees: Frees::Last,
    // SAFETY: with all their faults, these do not mind size 0.
    zero_size: unsafe { ZeroSize::answered() },
    refuses_impossible: true,
    can_be_filled: true,
    coalesces: true,
    alone: true,
};

fn said<A: GlobalAlloc>(allocator: &A) -> String {
    match check(allocator, BUMP) {
        Ok(()) => "nothing to complain about".into(),
        Err(violation) => violation.to_string(),
    }
}

#[track_caller]
fn expect(said: &str, case: &str, what: &str) {
    assert!(said.starts_with(&format!("{case}: {what}")), "{said}");
}

#[test]
fn without_a_fault_there_is_no_complaint() {
    assert_eq!(complaint(Fault::None), "nothing to complain about");
}

#[test]
fn unaligned_blocks_are_reported() {
    let said = complaint(Fault::Unaligned);
    expect(&said, "every_alignment_is_honoured", "a block is not aligned");
}

#[test]
fn overlapping_blocks_are_reported() {
    let said = complaint(Fault::Overlapping);
    expect(&said, "equal_blocks_are_apart", "a block overlaps another");
}

#[test]
fn empty_blocks_at_one_address_are_reported() {
    let said = complaint(Fault::SharedZeroSize);
    assert!(said.contains("a block overlaps another"), "{said}");
}

#[test]
fn zeros_that_are_not_zero_are_reported() {
    let said = complaint(Fault::DirtyZeros);
    expect(&said, "zeroed_is_zero_after_dirty_use", "a block does not hold");
}

#[test]
fn contents_lost_in_realloc_are_reported() {
    let said = complaint(Fault::ReallocLosesContents);
    assert!(said.contains("a block does not hold what it should"), "{said}");
}

#[test]
fn one_byte_lost_in_realloc_is_reported() {
    let said = complaint(Fault::ReallocLosesTail);
    expect(&said, "realloc_keeps_contents", "a block does not hold");
}

#[test]
fn a_failing_realloc_that_frees_is_reported() {
    let said = complaint(Fault::FailingReallocFrees);
    expect(&said, "failing_realloc_keeps_the_block", "a block does not hold");
}

#[test]
fn a_realloc_that_scribbles_is_reported() {
    let said = complaint(Fault::ReallocScribbles);
    assert!(said.contains("a block does not hold what it should"), "{said}");
}

#[test]
fn an_allocator_dead_after_a_refusal_is_reported() {
    let said = complaint(Fault::GivesUpAfterRefusal);
    assert!(said.contains("no memory for a block"), "{said}");
}

#[test]
fn impossible_sizes_that_wrap_are_reported() {
    let said = complaint(Fault::WrapsImpossibleSizes);
    assert!(said.contains("overlaps another") || said.contains("an impossible block was granted"), "{said}");
}

#[test]
fn memory_that_does_not_come_back_is_reported() {
    let said = complaint(Fault::FreesNothing);
    expect(&said, "full_is_null_and_what_was_freed_can_be_had_again", "what was freed cannot be had again");
}

/// The world of a script with nobody else in it, and memory that never runs out.
struct Alone;

impl World for Alone {
    fn most_bytes(&self) -> usize {
        PAGES * PAGE_SIZE
    }

    fn somebody_else(&mut self) -> bool {
        false
    }

    fn refuse(&mut self, _: bool) {}
}

/// What a script of many bytes says about a bump with `fault`.
fn complaint_about_script(fault: Fault) -> String {
    let mut pages = vec![Page::uninit(); PAGES];
    let broken = Broken { good: Bump::new(Region::new(&mut pages)), fault, memory: Cell::new(ptr::null_mut()) };
    // A linear congruential generator, of which the upper byte looks random.
    let mut state = 1u64;
    let mut byte = || {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        state.to_be_bytes()[0]
    };
    let script: Vec<u8> = (0..4000).map(|_| byte()).collect();
    match check_script(&broken, BUMP, &script, &mut Alone) {
        Ok(()) => "nothing to complain about".into(),
        Err(violation) => violation.to_string(),
    }
}

#[test]
fn scripts_find_faults_and_only_those() {
    let expected = [
        (Fault::None, "nothing to complain about"),
        (Fault::Unaligned, "script: a block is not aligned"),
        (Fault::DirtyZeros, "script: a block does not hold what it should"),
        (Fault::ReallocLosesContents, "script: a block does not hold what it should"),
        (Fault::ReallocLosesTail, "script: a block does not hold what it should"),
        (Fault::WrapsImpossibleSizes, "script: "),
    ];
    for (fault, complaint) in expected {
        let said = complaint_about_script(fault);
        assert!(said.starts_with(complaint), "{said}");
    }
}

/// The classic mistake: only a block's first byte is compared with the end.
#[test]
fn an_arena_that_checks_only_the_first_byte_is_reported() {
    struct FirstByteArena {
        first: *mut u8,
        used: Cell<usize>,
    }

    // SAFETY: none, as above. A block past the end is reported when it is
    // impossibly long, before anything is written there.
    unsafe impl GlobalAlloc for FirstByteArena {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let next = self.first.wrapping_add(self.used.get());
            let padding = next.addr().wrapping_neg() & (layout.align() - 1);
            let start = self.used.get() + padding;
            if start >= PAGES * PAGE_SIZE {
                return ptr::null_mut();
            }
            self.used.set(start + layout.size().max(1));
            self.first.wrapping_add(start)
        }

        unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
    }

    let mut pages = vec![Page::uninit(); PAGES];
    let said = said(&FirstByteArena { first: pages.as_mut_ptr().cast(), used: Cell::new(0) });
    expect(&said, "impossible_sizes_are_null", "an impossible block was granted");
}
