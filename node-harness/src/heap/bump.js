import { fail } from '../core/error.js';

/** @typedef {import('../core/heap.js').Heap} Heap */
/** @typedef {import('../core/heap.js').Limits} Limits */

/**
 * The classic heap: a pointer that rises. The last block can be freed, and
 * resized where it is; the memory of any other is not had back, and counts as
 * live. No block but the last is known: of others `sizeOf` is undefined and
 * `blocks` says nothing, and a wrong `free` goes unnoticed.
 *
 * @param {WebAssembly.Memory} memory as it is before the guest has run
 * @param {Limits} [limits]
 * @returns {Heap}
 */
export const bump = (memory, { maxBytes = Infinity, maxPages = Infinity } = {}) => {
  let peakBytes = 0, pages = 0, mallocs = 0, frees = 0, failed = 0;
  /** One past the last byte that can be given out, and that has been. */
  let end = memory.buffer.byteLength, top = 0;
  /** The first byte given out, less what lies between and is not the heap's: so `top - base` is what was. @type {number} */
  let base;
  /** The address of the last block, if it is in the run of pages that is given out now. @type {number | undefined} */
  let last;

  /** @type {Heap['malloc']} */
  const malloc = (size, align = 16) => {
    base ?? fail('ERR_HEAP_NOT_OPEN', 'malloc', size);
    size >>>= 0;
    align = Math.max(align, 16);
    const ptr = Math.ceil(top / align) * align;
    // Each block of size 0 is a block of its own.
    const newTop = ptr + (size || 1);
    const count = Math.ceil((newTop - end) / 65536);
    // One past the end of a block is to be an address, too.
    if (newTop - base <= maxBytes && newTop <= 2 ** 32 - 16) {
      if (count <= 0) {
        mallocs++;
        top = newTop;
        peakBytes = Math.max(peakBytes, top - base);
        return (last = ptr);
      }
      if (memory.buffer.byteLength / 65536 + count <= maxPages)
        try {
          const start = memory.grow(count) * 65536;
          pages += count;
          // Otherwise the guest, or another thread, has grown memory in between.
          if (start !== end) {
            base += start - top;
            top = start;
            last = undefined;
          }
          end = start + count * 65536;
          return malloc(size, align);
        } catch {}
    }
    failed++;
    return 0;
  };

  return {
    open(address) {
      base = top = Math.max(address >>> 0, 16);
    },
    malloc,
    free(ptr) {
      if (ptr) frees++;
      if (ptr >>> 0 === last) {
        top = last;
        last = undefined;
      }
    },
    realloc(ptr, size) {
      const [from, oldTop] = [ptr >>> 0, top];
      if (from === last) top = last;
      const to = malloc(size);
      if (from === last && !to) top = oldTop;
      if (from && to) {
        frees++;
        // How large the old block was is not known. What is copied beyond it is
        // not part of any block's contents.
        new Uint8Array(memory.buffer).copyWithin(to, from, from + (size >>> 0));
      }
      return to;
    },
    sizeOf: (ptr) => (ptr >>> 0 === last ? top - last : undefined),
    blocks: () => (last === undefined ? [] : [{ ptr: last, size: top - last }]),
    holes: () => (end > top ? [{ ptr: top, size: end - top }] : []),
    stats: () => ({ liveBlocks: mallocs - frees, liveBytes: top - base, peakBytes, pages, mallocs, frees, failed }),
  };
};
