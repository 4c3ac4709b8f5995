//! The one `#[global_allocator]`.

exclusive! {
    "a program has one global allocator":
    "alloc-host", "alloc-arena", "alloc-bump", "alloc-tiny", "alloc-balanced", "alloc-full", "alloc-lol-leaking",
    "alloc-lol-free", "alloc-lol-free-locked"
}

#[cfg(all(
    any(feature = "foo", feature = "nth-prime-vec", feature = "greet", feature = "buffers", feature = "vector"),
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
    "an export that is on allocates, and no allocator is on: turn on one of the features `alloc-host`, `alloc-arena`, \
     `alloc-bump`, `alloc-tiny`, `alloc-balanced`, `alloc-full`, `alloc-lol-leaking`, `alloc-lol-free` or `alloc-lol-free-locked`"
);

#[cfg(feature = "alloc-host")]
#[global_allocator]
static HEAP: alloc_shim::HostMalloc = alloc_shim::HostMalloc;

/// The size of the arena in bytes: one page.
#[cfg(feature = "alloc-arena")]
const ARENA_BYTES: usize = 64 * 1024;

#[cfg(feature = "alloc-arena")]
#[global_allocator]
static HEAP: alloc_shim::SingleThreaded<alloc_shim::Arena<ARENA_BYTES>> =
    alloc_shim::SingleThreaded::new(alloc_shim::Arena::new());

#[cfg(feature = "alloc-bump")]
#[global_allocator]
static HEAP: alloc_shim::SingleThreaded<alloc_shim::Bump<alloc_shim::LinearMemory>> =
    alloc_shim::SingleThreaded::new(alloc_shim::Bump::new(alloc_shim::LinearMemory));

#[cfg(feature = "alloc-tiny")]
#[global_allocator]
static HEAP: alloc_shim::SingleThreaded<alloc_shim::Tiny<alloc_shim::LinearMemory>> =
    alloc_shim::SingleThreaded::new(alloc_shim::Tiny::new(alloc_shim::LinearMemory));

#[cfg(feature = "alloc-balanced")]
#[global_allocator]
static HEAP: alloc_shim::SingleThreaded<alloc_shim::Balanced<alloc_shim::LinearMemory>> =
    alloc_shim::SingleThreaded::new(alloc_shim::Balanced::new(alloc_shim::LinearMemory));

#[cfg(feature = "alloc-full")]
#[global_allocator]
static HEAP: alloc_shim::SingleThreaded<alloc_shim::Full<alloc_shim::LinearMemory>> =
    alloc_shim::SingleThreaded::new(alloc_shim::Full::new(alloc_shim::LinearMemory));

#[cfg(feature = "alloc-lol-leaking")]
#[global_allocator]
static HEAP: alloc_shim::lol::Leaking = alloc_shim::lol::Leaking::new();

#[cfg(feature = "alloc-lol-free")]
#[global_allocator]
static HEAP: alloc_shim::lol::FreeList = alloc_shim::lol::FreeList::new();

#[cfg(feature = "alloc-lol-free-locked")]
#[global_allocator]
static HEAP: alloc_shim::lol::LockedFreeList = alloc_shim::lol::LockedFreeList::new();
