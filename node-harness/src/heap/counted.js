import { fail } from '../core/error.js';

/** @typedef {import('../core/heap.js').Heap} Heap */
/** @typedef {import('../core/heap.js').CountedHeap} CountedHeap */

/**
 * A heap with figures and limits: what would be beyond them is answered with 0.
 * Before it is open it says so.
 *
 * @param {(memory: import('../core/heap.js').HeapMemory) => Heap} make
 * @returns {(memory: WebAssembly.Memory, limits?: import('../core/heap.js').Limits) => CountedHeap}
 */
export const counted = (make) => (memory, { maxBytes = Infinity, maxPages = Infinity } = {}) => {
  let liveBytes = 0, peakBytes = 0, pages = 0, mallocs = 0, frees = 0, failed = 0;
  let isOpen = false;
  const heap = make({
    get buffer() {
      return memory.buffer;
    },
    grow(count) {
      if (memory.buffer.byteLength / 65536 + count > maxPages) throw new RangeError('maxPages');
      const start = memory.grow(count);
      pages += count;
      return start;
    },
  });

  /** Counts a block that was given out, or that there is none. @param {number} ptr @param {number} size */
  const count = (ptr, size) => {
    if (ptr) {
      mallocs++;
      liveBytes += size;
      if (liveBytes > peakBytes) peakBytes = liveBytes;
    } else failed++;
    return ptr;
  };

  /** @type {Heap['malloc']} */
  const malloc = (size, align) => {
    size >>>= 0;
    if (!isOpen) fail('ERR_HEAP_NOT_OPEN', 'malloc', size);
    return count(liveBytes + size > maxBytes ? 0 : heap.malloc(size, align), size);
  };

  return {
    ...heap,
    open(base) {
      isOpen = true;
      heap.open(base);
    },
    malloc,
    free(ptr) {
      if (!ptr) return;
      const size = heap.sizeOf(ptr) ?? 0;
      heap.free(ptr);
      frees++;
      liveBytes -= size;
    },
    realloc(ptr, size) {
      if (!ptr) return malloc(size);
      const oldSize = heap.sizeOf(ptr) ?? 0;
      size >>>= 0;
      const to = liveBytes - oldSize + size > maxBytes ? 0 : heap.realloc(ptr, size);
      if (to) frees++;
      return count(to, size - oldSize);
    },
    stats: () => ({ liveBlocks: mallocs - frees, liveBytes, peakBytes, pages, mallocs, frees, failed }),
  };
};
