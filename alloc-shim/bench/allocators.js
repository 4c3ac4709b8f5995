// Whom `make bench-alloc` compares. A name is the feature of the crate, and its
// type is in src/allocator.rs: a new allocator is a line here, there and in
// Cargo.toml.

/**
 * @typedef {object} Allocator
 * @property {string} name the feature that chooses it
 * @property {string} label what the table calls it
 * @property {boolean} [ours] of alloc-shim
 * @property {boolean} [frees] everything, so that a full memory can be had again
 * @property {boolean} [fixed] it has no more memory than its module begins with, so it is only weighed
 * @property {string} [crate] the crate of a peer, whose version Cargo.toml pins
 */

/** @type {Allocator[]} */
export const allocators = [
  { name: 'arena', label: 'Arena<65536>', ours: true, fixed: true },
  { name: 'bump', label: 'Bump', ours: true },
  { name: 'tiny', label: 'Tiny', ours: true, frees: true },
  { name: 'balanced', label: 'Balanced', ours: true, frees: true },
  { name: 'full', label: 'Full', ours: true, frees: true },
  { name: 'lol-leaking', label: 'LeakingAllocator', crate: 'lol_alloc' },
  { name: 'mini', label: 'MiniAlloc', crate: 'mini-alloc' },
  { name: 'lite-bump', label: 'BumpFreeListAllocator', crate: 'lite-alloc' },
  { name: 'lite-segregated', label: 'SegregatedBumpAllocator', crate: 'lite-alloc' },
  { name: 'lite-free', label: 'FreeListAllocator', crate: 'lite-alloc' },
  { name: 'lol-free', label: 'FreeListAllocator', crate: 'lol_alloc' },
  { name: 'wee', label: 'WeeAlloc', crate: 'wee_alloc' },
  { name: 'rlsf', label: 'SmallGlobalTlsf', crate: 'rlsf' },
  { name: 'talc-claim', label: 'claim, no realloc in place', crate: 'talc' },
  { name: 'talc', label: 'WasmDynamicTalc', crate: 'talc' },
  { name: 'linked-list', label: 'Heap, extended', crate: 'linked_list_allocator' },
  { name: 'buddy-system', label: 'LockedHeapWithRescue', crate: 'buddy_system_allocator' },
  { name: 'picoalloc', label: 'Allocator', crate: 'picoalloc' },
  { name: 'dlmalloc', label: 'GlobalDlmalloc', crate: 'dlmalloc' },
  { name: 'wasmalloc', label: 'WasmAlloc', crate: 'wasmalloc' },
];

/** What the others are measured by: `std` has it on wasm32. */
export const REFERENCE = 'dlmalloc';
/** The allocator that has no bytes. */
export const NULL = 'null';
/** The allocator that counts calls and bytes. */
export const COUNTING = 'counting';
