/** @typedef {import('./guest.js').Imports} Imports */

/**
 * What a heap does. All sizes are in bytes, all numbers unsigned; a pointer of 0
 * is none.
 *
 * @typedef {object} Heap
 * @property {(base: number) => void} open tells it where it begins; before, it gives nothing out
 * @property {(size: number, align?: number) => number} malloc a block aligned to 16 or to a larger power of two, or 0
 * @property {(ptr: number, size?: number) => void} free with the size, if the guest knows it, which `check` compares
 * @property {(ptr: number, size: number) => number} realloc
 * @property {(ptr: number) => number | undefined} sizeOf the size asked for the live block there
 * @property {() => Iterable<{ ptr: number, size: number }>} blocks the live ones, by address
 * @property {() => Iterable<{ ptr: number, size: number }>} holes what is free, by address
 * @property {(finder?: string) => void} [verify] of `check`: throws the first mistake that the guest left in memory
 * @property {() => import('../heap/leaks.js').LeakReport} [leaks] of `check`: what is live, by where it was allocated
 */

/** A heap with figures, which those of the full package have. @typedef {Heap & { stats: () => HeapStats }} CountedHeap */

/** The memory that a heap is in. @typedef {{ readonly buffer: ArrayBufferLike, grow: (pages: number) => number }} HeapMemory */

/**
 * @typedef {object} HeapStats
 * @property {number} liveBlocks
 * @property {number} liveBytes the sum of the sizes asked for
 * @property {number} peakBytes the largest that sum has been
 * @property {number} pages of 64 KiB that the heap grew itself
 * @property {number} mallocs
 * @property {number} frees
 * @property {number} failed requests that were answered with 0
 */

/**
 * How much a heap may take. What would be more is answered with 0.
 *
 * @typedef {object} Limits
 * @property {number} [maxBytes] what the sizes of live blocks may add up to
 * @property {number} [maxPages] the pages of 64 KiB beyond which the heap does not grow memory
 */

/**
 * The part that keeps a heap for the guest: `env.malloc`, `free`, `realloc` and
 * `aligned_alloc` as in C. All bookkeeping is out here, where the guest cannot
 * overwrite it.
 *
 * @param {(memory: WebAssembly.Memory, options: any) => Heap} make
 */
export const heap = (make) => (/** @type {{ heap: Heap }} */ added, /** @type {Imports} */ { env }, /** @type {any} */ options) => {
  const guest = /** @type {any} */ (added);
  const made = (guest.heap = make(guest.memory, options));
  env.malloc ??= (/** @type {number} */ size) => made.malloc(size);
  env.free ??= (/** @type {number} */ ptr, /** @type {number | undefined} */ size) => made.free(ptr, size);
  env.realloc ??= (/** @type {number} */ ptr, /** @type {number} */ size) => made.realloc(ptr, size);
  env.aligned_alloc ??= (/** @type {number} */ align, /** @type {number} */ size) => made.malloc(size, align);
  return () => {
    const base = guest.exports.__heap_base;
    if (!base) return;
    made.open(base.value);
    // What the host places for the guest is from the same heap, which knows its size.
    guest.alloc = env.malloc;
    guest.dealloc = (/** @type {number} */ ptr) => env.free(ptr);
  };
};
