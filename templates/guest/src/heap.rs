//! The one `#[global_allocator]`. `default` in Cargo.toml chooses it:
//!
//! - `alloc-host`: the host's malloc. The fewest bytes, and node-harness can find mistakes of the guest (`heap: check`).
//! - `alloc-tiny`: powers of two; what is freed serves blocks as small or smaller.
//! - `alloc-balanced`: joins what is free, for a guest that lives long.
//! - `alloc-full`: resizes blocks in place too.
//!
//! All but the first are in the module, so that any host will do. `README.md` has what each weighs.

#[cfg(feature = "alloc-host")]
#[global_allocator]
static HEAP: alloc_shim::HostMalloc = alloc_shim::HostMalloc;

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
