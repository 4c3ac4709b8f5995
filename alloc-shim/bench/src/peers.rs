//! What some allocators need before they can be a `#[global_allocator]`, as
//! their documentation has it.

#![expect(unsafe_code, reason = "these are allocators")]
#![allow(dead_code, reason = "each is for one feature")]

use core::alloc::{GlobalAlloc, Layout};

/// The allocator that has nothing: the bytes of the others are those above it.
///
/// Its answer is an address and not null, so that a program over it still has
/// what it does with a block: that is not a cost of the others. Nobody runs it.
pub(crate) struct Null;

// SAFETY: none; it is weighed and never run.
unsafe impl GlobalAlloc for Null {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::without_provenance_mut(64)
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

/// lol_alloc's allocators, for a module that has one thread.
#[cfg(any(feature = "lol-leaking", feature = "lol-free"))]
pub(crate) const fn alone<A>(allocator: A) -> lol_alloc::AssumeSingleThreaded<A> {
    // SAFETY: this module has.
    unsafe { lol_alloc::AssumeSingleThreaded::new(allocator) }
}

/// Gives `buddy_system_allocator` a piece that a block of `layout` fits in.
#[cfg(feature = "buddy-system")]
pub(crate) fn grow_buddy_system(heap: &mut buddy_system_allocator::Heap<32>, layout: &Layout) {
    let size = layout.size().max(layout.align()).next_power_of_two();
    let Some((start, end)) = fresh_pages(size) else { return };
    // SAFETY: the pages are fresh, so nobody has them.
    unsafe { heap.add_to_heap(start, end) };
}

/// The addresses of fresh pages of at least `len_bytes`: the first byte, and the
/// one after the last.
fn fresh_pages(len_bytes: usize) -> Option<(usize, usize)> {
    let pages = len_bytes.div_ceil(65_536);
    let before = core::arch::wasm32::memory_grow::<0>(pages);
    (before != usize::MAX).then(|| (before * 65_536, (before + pages).saturating_mul(65_536)))
}

#[cfg(feature = "linked-list")]
mod linked_list {
    use super::fresh_pages;
    use core::alloc::{GlobalAlloc, Layout};
    use core::cell::UnsafeCell;
    use core::ptr::{self, NonNull};
    use linked_list_allocator::Heap;

    /// `linked_list_allocator`, extended when it has no block.
    pub(crate) struct LinkedList(UnsafeCell<Heap>);

    // SAFETY: this module has one thread.
    unsafe impl Sync for LinkedList {}

    impl LinkedList {
        pub(crate) const fn new() -> Self {
            Self(UnsafeCell::new(Heap::empty()))
        }
    }

    // SAFETY: blocks are those of the heap.
    unsafe impl GlobalAlloc for LinkedList {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: there is one thread, and nothing in here calls back.
            let heap = unsafe { &mut *self.0.get() };
            loop {
                if let Ok(block) = heap.allocate_first_fit(layout) {
                    return block.as_ptr();
                }
                let Some((start, end)) = fresh_pages(layout.size().saturating_add(layout.align())) else {
                    return ptr::null_mut();
                };
                if heap.size() == 0 {
                    // SAFETY: the pages are fresh, so nobody has them.
                    unsafe { heap.init(start as *mut u8, end - start) };
                } else {
                    // SAFETY: nobody else grows this memory, so the pages follow.
                    unsafe { heap.extend(end - start) };
                }
            }
        }

        unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
            // SAFETY: as above.
            let heap = unsafe { &mut *self.0.get() };
            if let Some(block) = NonNull::new(ptr) {
                // SAFETY: the caller says that this is a block of this layout.
                unsafe { heap.deallocate(block, layout) };
            }
        }
    }
}
#[cfg(feature = "linked-list")]
pub(crate) use linked_list::LinkedList;
