/** @typedef {import('../core/heap.js').Heap} Heap */

/**
 * The classic heap: a pointer that rises. The last block can be freed, and
 * resized where it is; the memory of any other is not had back. No block but the
 * last is known: of others `sizeOf` is undefined and `blocks` says nothing, and a
 * wrong `free` goes unnoticed.
 *
 * @param {import('../core/heap.js').HeapMemory} memory as it is before the guest has run
 * @returns {Heap}
 */
export const bump = (memory) => {
  /** One past the last byte of the run of pages that blocks come from. */
  let end = memory.buffer.byteLength;
  /** One past the last byte given out. @type {number} */
  let top;
  /** The address of the last block, 0 if there is none in this run. */
  let last = 0;
  /** The size of that block. */
  let lastSize = 0;

  /** @type {Heap['malloc']} */
  const malloc = (size, align = 16) => {
    align = align > 16 ? align : 16;
    const ptr = Math.ceil(top / align) * align;
    size >>>= 0;
    // Each block of size 0 is a block of its own.
    const newTop = ptr + (size || 1);
    // One past the end of a block is to be an address, at the end of the 4 GiB too.
    const missing = Math.ceil((newTop + 16 - end) / 65536);
    if (missing <= 0) {
      top = newTop;
      lastSize = size;
      return (last = ptr);
    }
    try {
      const start = memory.grow(missing) * 65536;
      // Otherwise the guest, or another thread, has grown memory in between.
      if (start !== end) {
        top = start;
        last = 0;
      }
      end = start + missing * 65536;
    } catch {
      return 0;
    }
    return malloc(size, align);
  };

  return {
    open(base) {
      top = base >>> 0 || 16;
    },
    malloc,
    free(ptr) {
      if (ptr && ptr >>> 0 === last) {
        top = last;
        last = 0;
      }
    },
    realloc(ptr, size) {
      const from = ptr >>> 0;
      const oldTop = top;
      if (from && from === last) top = last;
      const to = malloc(size);
      // How large the old block was is not known. What is copied beyond it is not
      // part of any block's contents.
      if (to) new Uint8Array(memory.buffer).copyWithin(to, from, from + (size >>> 0));
      else if (from === last) top = oldTop;
      return to;
    },
    sizeOf: (ptr) => (ptr && ptr >>> 0 === last ? lastSize : undefined),
    blocks: () => (last ? [{ ptr: last, size: lastSize }] : []),
    holes: () => [{ ptr: top, size: end - top }],
  };
};
