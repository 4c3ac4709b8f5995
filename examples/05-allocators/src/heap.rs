//! The global allocator of the feature that is on.

#[allow(unused_imports, reason = "some allocators need only some of these")]
use alloc_shim::{Arena, Balanced, Bump, Full, HostMalloc, LinearMemory, SingleThreaded, Tiny};

/// Makes the allocator of a feature the global one.
macro_rules! heap {
    ($($feature:literal: $allocator:ty = $new:expr;)*) => {$(
        #[cfg(feature = $feature)]
        #[global_allocator]
        static HEAP: $allocator = $new;
    )*};
}

// #region heaps
heap! {
    "host": HostMalloc = HostMalloc;
    "host-free": HostMalloc = HostMalloc;
    "arena": SingleThreaded<Arena<65536>> = SingleThreaded::new(Arena::new());
    "bump": SingleThreaded<Bump<LinearMemory>> = SingleThreaded::new(Bump::new(LinearMemory));
    "tiny": SingleThreaded<Tiny<LinearMemory>> = SingleThreaded::new(Tiny::new(LinearMemory));
    "balanced": SingleThreaded<Balanced<LinearMemory>> = SingleThreaded::new(Balanced::new(LinearMemory));
    "full": SingleThreaded<Full<LinearMemory>> = SingleThreaded::new(Full::new(LinearMemory));
    "lol-leaking": alloc_shim::lol::Leaking = alloc_shim::lol::Leaking::new();
    "lol-free": alloc_shim::lol::FreeList = alloc_shim::lol::FreeList::new();
    "lol-free-locked": alloc_shim::lol::LockedFreeList = alloc_shim::lol::LockedFreeList::new();
    "own": SingleThreaded<own::FirstFit<LinearMemory>> = SingleThreaded::new(own::FirstFit::new(LinearMemory));
}
// #endregion heaps
