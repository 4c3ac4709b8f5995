//! The smallest thing that allocates.

#![expect(unsafe_code, reason = "exports a function under a fixed name, and writes through a raw pointer")]

use core::alloc::Layout;

/// Allocates five bytes, writes 42 at index 3, and returns their address.
///
/// The address has to leave the function: LLVM removes an allocation whose use
/// it can see to the end, in every profile, and the call of malloc with it.
///
/// The host's malloc has to succeed. This is the walk that the size bar of the
/// project is about (134 bytes for the module), and it is bare on purpose: a
/// check costs 8 bytes. Where an allocation may fail, look at `buffers.rs`.
#[unsafe(no_mangle)]
pub extern "C" fn foo() -> *mut u8 {
    let layout = Layout::new::<[u8; 5]>();
    // SAFETY: the layout has a size, 5.
    let block = unsafe { alloc::alloc::alloc(layout) };
    // SAFETY: index 3 is inside the block of 5 bytes that the allocator gave. If
    // it gave none, the address is 3, which in linear memory is an address like
    // any other: the far end of the stack, which grows down towards it.
    let slot = unsafe { block.add(3) };
    // SAFETY: as above; a byte needs no alignment.
    unsafe { slot.write(42) };
    block
}

#[cfg(test)]
mod tests {
    #[test]
    fn forty_two_is_at_index_three() {
        let block = super::foo();
        // SAFETY: `foo` allocated five bytes with this layout and wrote index 3.
        let slot = unsafe { block.add(3) };
        // SAFETY: as above.
        assert_eq!(unsafe { slot.read() }, 42);
        // SAFETY: the block came from the global allocator with this layout.
        unsafe { alloc::alloc::dealloc(block, core::alloc::Layout::new::<[u8; 5]>()) };
    }
}
