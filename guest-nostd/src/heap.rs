//! The one `#[global_allocator]`: who divides memory, who may call it, and whether
//! it is counted.

exclusive! {
    "a program has one global allocator":
    "alloc-host", "alloc-arena", "alloc-bump", "alloc-tiny", "alloc-balanced", "alloc-full", "alloc-lol-leaking",
    "alloc-lol-free", "alloc-lol-free-locked"
}

#[cfg(all(
    any(
        feature = "foo",
        feature = "nth-prime-vec",
        feature = "greet",
        feature = "buffers",
        feature = "vector",
        feature = "heap-stats",
    ),
    not(any(
        feature = "alloc-host",
        feature = "alloc-arena",
        feature = "alloc-bump",
        feature = "alloc-tiny",
        feature = "alloc-balanced",
        feature = "alloc-full",
        feature = "alloc-lol-leaking",
        feature = "alloc-lol-free",
        feature = "alloc-lol-free-locked",
    ))
))]
compile_error!(
    "an export that is on allocates, or `heap-stats` counts, and no allocator is on: turn on one of the features \
     `alloc-host`, `alloc-arena`, `alloc-bump`, `alloc-tiny`, `alloc-balanced`, `alloc-full`, `alloc-lol-leaking`, \
     `alloc-lol-free` or `alloc-lol-free-locked`"
);

/// Who may call an allocator that is not `Sync`: without `heap-locked` a guest of
/// one thread, which does not compile for threads.
#[cfg(feature = "heap-locked")]
#[allow(unused_imports, reason = "some allocators need neither")]
use alloc_shim::Locked as Sharing;
#[cfg(not(feature = "heap-locked"))]
#[allow(unused_imports, reason = "some allocators need neither")]
use alloc_shim::SingleThreaded as Sharing;

/// The allocator, counted or as it is.
#[cfg(feature = "heap-stats")]
type Heap<A> = alloc_shim::Stats<A>;
#[cfg(not(feature = "heap-stats"))]
type Heap<A> = A;

/// The size of the arena in bytes: one page.
#[cfg(feature = "alloc-arena")]
const ARENA_BYTES: usize = 64 * 1024;

/// Makes the allocator of the feature that is on the global one.
macro_rules! heap {
    ($($feature:literal: $allocator:ty = $new:expr;)*) => {$(
        #[cfg(feature = $feature)]
        #[global_allocator]
        static HEAP: Heap<$allocator> = {
            #[cfg(feature = "heap-stats")]
            let heap = alloc_shim::Stats::new($new);
            #[cfg(not(feature = "heap-stats"))]
            let heap = $new;
            heap
        };
    )*};
}

heap! {
    "alloc-host": alloc_shim::HostMalloc = alloc_shim::HostMalloc;
    "alloc-arena": Sharing<alloc_shim::Arena<ARENA_BYTES>> = Sharing::new(alloc_shim::Arena::new());
    "alloc-bump": Sharing<alloc_shim::Bump<alloc_shim::LinearMemory>> = Sharing::new(alloc_shim::Bump::new(alloc_shim::LinearMemory));
    "alloc-tiny": Sharing<alloc_shim::Tiny<alloc_shim::LinearMemory>> = Sharing::new(alloc_shim::Tiny::new(alloc_shim::LinearMemory));
    "alloc-balanced": Sharing<alloc_shim::Balanced<alloc_shim::LinearMemory>> = Sharing::new(alloc_shim::Balanced::new(alloc_shim::LinearMemory));
    "alloc-full": Sharing<alloc_shim::Full<alloc_shim::LinearMemory>> = Sharing::new(alloc_shim::Full::new(alloc_shim::LinearMemory));
    "alloc-lol-leaking": alloc_shim::lol::Leaking = alloc_shim::lol::Leaking::new();
    "alloc-lol-free": alloc_shim::lol::FreeList = alloc_shim::lol::FreeList::new();
    "alloc-lol-free-locked": alloc_shim::lol::LockedFreeList = alloc_shim::lol::LockedFreeList::new();
}

/// What the program has asked for so far.
#[cfg(feature = "heap-stats")]
pub(crate) fn counters() -> &'static alloc_shim::Counters {
    HEAP.counters()
}
