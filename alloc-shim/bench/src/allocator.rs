//! The one `#[global_allocator]`, by feature.

#![cfg_attr(feature = "counting", expect(unsafe_code, reason = "exports a symbol by name"))]

/// Makes the allocator whose feature is on the global one.
macro_rules! allocators {
    ($($feature:literal: $type:ty = $new:expr;)*) => {
        $(
            #[cfg(feature = $feature)]
            #[global_allocator]
            static HEAP: $type = $new;
        )*

        /// How many are chosen.
        const CHOSEN: usize = 0 $(+ cfg!(feature = $feature) as usize)*;
    };
}

const _: () = assert!(CHOSEN == 1, "choose one allocator: its feature is in src/allocator.rs");

allocators! {
    "null": crate::peers::Null = crate::peers::Null;
    "counting": alloc_shim::Stats<dlmalloc::GlobalDlmalloc> = alloc_shim::Stats::new(dlmalloc::GlobalDlmalloc);

    "bump": alloc_shim::SingleThreaded<alloc_shim::Bump<alloc_shim::LinearMemory>>
        = alloc_shim::SingleThreaded::new(alloc_shim::Bump::new(alloc_shim::LinearMemory));
    "bump-locked": alloc_shim::Locked<alloc_shim::Bump<alloc_shim::LinearMemory>>
        = alloc_shim::Locked::new(alloc_shim::Bump::new(alloc_shim::LinearMemory));
    "tiny": alloc_shim::SingleThreaded<alloc_shim::Tiny<alloc_shim::LinearMemory>>
        = alloc_shim::SingleThreaded::new(alloc_shim::Tiny::new(alloc_shim::LinearMemory));
    "balanced": alloc_shim::SingleThreaded<alloc_shim::Balanced<alloc_shim::LinearMemory>>
        = alloc_shim::SingleThreaded::new(alloc_shim::Balanced::new(alloc_shim::LinearMemory));
    "full": alloc_shim::SingleThreaded<alloc_shim::Full<alloc_shim::LinearMemory>>
        = alloc_shim::SingleThreaded::new(alloc_shim::Full::new(alloc_shim::LinearMemory));
    "arena": alloc_shim::SingleThreaded<alloc_shim::Arena<65536>>
        = alloc_shim::SingleThreaded::new(alloc_shim::Arena::new());

    "lol-leaking": lol_alloc::AssumeSingleThreaded<lol_alloc::LeakingAllocator>
        = crate::peers::alone(lol_alloc::LeakingAllocator::new());
    "lol-free": lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator>
        = crate::peers::alone(lol_alloc::FreeListAllocator::new());
    "wee": wee_alloc::WeeAlloc<'static> = wee_alloc::WeeAlloc::INIT;
    "rlsf": rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
    "talc-claim": talc::cell::TalcSyncCell<talc::wasm::WasmGrowAndClaim, talc::wasm::WasmBinning>
        = talc::cell::TalcSyncCell::new_wasm(talc::wasm::WasmGrowAndClaim);
    "talc": talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
    "dlmalloc": dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;
    "mini": mini_alloc::MiniAlloc = mini_alloc::MiniAlloc::INIT;
    "lite-bump": lite_alloc::single_threaded::BumpFreeListAllocator
        = lite_alloc::single_threaded::BumpFreeListAllocator::new();
    "lite-segregated": lite_alloc::single_threaded::SegregatedBumpAllocator
        = lite_alloc::single_threaded::SegregatedBumpAllocator::new();
    "lite-free": lite_alloc::single_threaded::FreeListAllocator
        = lite_alloc::single_threaded::FreeListAllocator::new();
    "wasmalloc": wasmalloc::WasmAlloc = wasmalloc::WasmAlloc::new();
    "picoalloc": picoalloc::Mutex<picoalloc::Allocator<picoalloc::UnsafeSystem<{ 1 << 30 }>>>
        = picoalloc::Mutex::new(picoalloc::Allocator::new(picoalloc::UnsafeSystem));
    "buddy-system": buddy_system_allocator::LockedHeapWithRescue<32>
        = buddy_system_allocator::LockedHeapWithRescue::new(crate::peers::grow_buddy_system);
    "linked-list": crate::peers::LinkedList = crate::peers::LinkedList::new();
}

/// Where the host reads what `counting` has counted.
#[cfg(feature = "counting")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
extern "C" fn counters() -> *const alloc_shim::Counters {
    HEAP.counters()
}
