import { fail } from '../core/error.js';

/** @typedef {import('../core/heap.js').Heap} Heap */

/** How many blocks of the bin that a size falls into are looked at, before larger ones are cut. */
const TRIES = 16;

/** A page in words of 4 bytes. */
const PAGE_LEN = 16384;

/**
 * A heap whose calls take no longer when there are many blocks, but for one that
 * is answered with 0 in the end.
 *
 * It keeps its books as textbooks have it: the size of a block is at its
 * beginning, that of a free block at its end too, and free blocks of about the
 * same size are in a doubly linked list. Only that none of it is in the guest's
 * memory: it is in a second memory of the same shape, the shadow, at the same
 * addresses, where no guest can write. Of both, the operating system only
 * provides what was ever written to.
 *
 * In the shadow an index `i` counts words of 4 bytes; a block takes up a
 * multiple of 4 words, which are
 *
 *     s[i]          its length in words: positive if it is live, negative if it is free
 *     s[i + 1]      the size asked for           | if it is free, the next one in its list, 0 if none
 *     s[i + 2]                                   | the one before, or 4 × bin
 *     s[i + w - 1]  0                            | its length in words
 *
 * and the first of the list of a bin is at 4 × bin + 1. What is free between `top`
 * and `end` is in no list, since a heap that only rises should be as fast as
 * `bump`; `s[top]` is 0. Free blocks never touch each other, nor `top`. `end` is 4
 * words short of the end of a run of pages, so that one past the end of a block is
 * an address, at the end of the 4 GiB too.
 *
 * @param {import('../core/heap.js').HeapMemory} memory as it is before the guest has run
 * @returns {Heap}
 */
export const fast = (memory) => {
  let end = memory.buffer.byteLength / 4 - 4;
  const shadow = new WebAssembly.Memory({ initial: (end + 4) / PAGE_LEN || 1 });
  let s = new Int32Array(shadow.buffer);
  /** @type {number} */
  let base, /** @type {number} */ top;
  /** A bit for each bin that may have a block. */
  let filled = 0;

  /** There are two bins for each power of two, and the last is for 512 KiB or more. @param {number} w */
  const binOf = (w) => Math.min(31, 59 - 2 * Math.clz32(w) + ((w >> (30 - Math.clz32(w))) & 1));

  /** Takes a free block out of its list. @param {number} i */
  const unlink = (i) => {
    s[s[i + 1] + 2] = s[i + 2];
    s[s[i + 2] + 1] = s[i + 1];
    return -s[i];
  };

  /** Makes `w` words free, and joins them with what is free on both sides. @param {number} i @param {number} w */
  const release = (i, w) => {
    s[i] = 0;
    if (s[i + w] < 0) w += unlink(i + w);
    if (s[i - 1]) w += unlink((i -= s[i - 1]));
    if (i + w === top) s[(top = i)] = 0;
    else {
      const bin = binOf(w);
      filled |= 1 << bin;
      s[i] = -w;
      s[i + w - 1] = w;
      s[(s[i + 1] = s[4 * bin + 1]) + 2] = i;
      s[(s[i + 2] = 4 * bin) + 1] = i;
    }
    return i;
  };

  /**
   * Makes `w` words at `i` a live block. They are in what is free at `from`.
   *
   * @param {number} from
   * @param {number} i
   * @param {number} w
   * @param {number} size
   */
  const take = (from, i, w, size) => {
    let rest = 0;
    if (from === top) s[(top = i + w)] = 0;
    else rest = from + unlink(from) - i - w;
    s[i] = w;
    s[i + 1] = size;
    s[i + w - 1] = 0;
    if (rest) release(i + w, rest);
    if (i > from) release(from, i - from);
    return i * 4;
  };

  /** Where `need` words are free, 0 if nowhere. @param {number} need @param {number} tries */
  const find = (need, tries) => {
    for (let bins = filled && filled & (-1 << binOf(need)); bins; bins &= bins - 1) {
      const bin = 31 - Math.clz32(bins & -bins);
      for (let i = s[4 * bin + 1], left = tries; i && left--; i = s[i + 1]) if (-s[i] >= need) return i;
      if (!s[4 * bin + 1]) filled ^= 1 << bin;
    }
    return end - top >= need ? top : 0;
  };

  /** Grows memory by what `top` lacks for `need` words; true if it could. @param {number} need */
  const grow = (need) => {
    try {
      const count = Math.ceil((need + top - end) / PAGE_LEN);
      const start = memory.grow(count) * PAGE_LEN;
      shadow.grow((start - s.length) / PAGE_LEN + count);
      s = new Int32Array(shadow.buffer);
      // Otherwise the guest, or another thread, has grown memory in between.
      if (start !== end + 4) {
        const from = top;
        top = Math.max(base, start);
        if (end > from) release(from, end - from);
      }
      end = start + count * PAGE_LEN - 4;
      return true;
    } catch {}
  };

  /** @param {number} ptr */
  const isLive = (ptr) => !(ptr & 15) && s[ptr >>> 2] > 0;

  /** @param {number} ptr @param {string} call */
  const blockAt = (ptr, call) => (isLive(ptr) ? ptr >>> 2 : fail('ERR_NOT_A_BLOCK', call, ptr));

  /** @type {Heap['malloc']} */
  const malloc = (size, align = 16) => {
    const w = Math.ceil((size >>> 0) / 16) * 4 || 4;
    const step = align > 16 ? align / 4 : 4;
    const need = w + step - 4;
    for (let tries = TRIES; ; ) {
      const i = find(need, tries);
      if (i) return take(i, (i + step - 1) & -step, w, size);
      if (!grow(need)) {
        // Before the answer is no, every block is looked at.
        if (tries > TRIES) return 0;
        tries = Infinity;
      }
    }
  };

  /** @param {number} sign of the lengths in question */
  function* walk(sign) {
    for (let i = base, w; i < s.length; i += Math.abs(w) || PAGE_LEN - (i % PAGE_LEN)) {
      w = i === top ? top - end : s[i];
      if (w * sign > 0) yield { ptr: i * 4, size: sign > 0 ? s[i + 1] >>> 0 : w * -4 };
    }
  }

  return {
    open(address) {
      // The lists of the bins are where no heap begins.
      base = top = Math.ceil(Math.max(address >>> 0, 512) / 16) * 4;
    },
    malloc,
    free(ptr) {
      if (ptr) release(blockAt(ptr, 'free'), s[ptr >>> 2]);
    },
    realloc(ptr, size) {
      if (!ptr) return malloc(size);
      const i = blockAt(ptr, 'realloc');
      const w = s[i];
      const oldSize = s[i + 1] >>> 0;
      // Freeing it first gives it and its neighbours as room for the new block.
      // Its bytes stay, since no heap writes to the guest's memory.
      const from = release(i, w);
      const to = malloc(size);
      if (!to) take(from, i, w, oldSize);
      else if (to !== i * 4) new Uint8Array(memory.buffer).copyWithin(to, i * 4, i * 4 + Math.min(oldSize, size >>> 0));
      return to;
    },
    sizeOf: (ptr) => (isLive(ptr) ? s[(ptr >>> 2) + 1] >>> 0 : undefined),
    blocks: () => walk(1),
    holes: () => walk(-1),
  };
};
