//! What `std` would have brought: an allocator, and what a panic does; and what its libc would have: `cabi_realloc`.

use alloc::alloc::{alloc, realloc};
use core::alloc::Layout;
use core::arch::wasm32::unreachable;
use core::ptr::without_provenance_mut;

use alloc_shim::{LinearMemory, SingleThreaded, Tiny};

#[global_allocator]
static HEAP: SingleThreaded<Tiny<LinearMemory>> = SingleThreaded::new(Tiny::new(LinearMemory));

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    unreachable()
}

/// Makes a block, or resizes one.
///
/// # Safety
///
/// `block` is one of this function, of `old_size` bytes and this alignment, unless `old_size` is 0.
#[unsafe(no_mangle)]
unsafe extern "C" fn cabi_realloc(block: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
    let Ok(layout) = Layout::from_size_align(size, align) else { unreachable() };
    let block = match (old_size, size) {
        (0, 0) => return without_provenance_mut(align),
        // SAFETY: the size is not 0.
        (0, _) => unsafe { alloc(layout) },
        // SAFETY: the block was made with this layout; a caller never resizes one to nothing.
        (_, _) => unsafe { realloc(block, Layout::from_size_align_unchecked(old_size, align), size) },
    };
    // There is no answer for having no room.
    if block.is_null() { unreachable() } else { block }
}
