import { fail } from '../core/error.js';

/** A stretch of guest memory: from `start` up to, not including, `end`. @typedef {{ start: number, end: number }} Range */

/** What every block is aligned to: the largest alignment of a plain C or Rust type on wasm32. */
export const ALIGN_BYTES = 16;

const PAGE_LEN_BYTES = 65536;

/**
 * The first and the last 16 bytes of the 4 GiB are never given out: 0 means
 * failure, and one past the end of a block must still be an address.
 */
const LOWEST_ADDR = ALIGN_BYTES;
const HIGHEST_END = 2 ** 32 - ALIGN_BYTES;

/** @param {number} addr */
const alignUp = (addr) => Math.ceil(addr / ALIGN_BYTES) * ALIGN_BYTES;

/**
 * The heap that the host keeps for the guest: `malloc`, `free` and `realloc` as
 * in C, over the guest's memory.
 *
 * The heap owns the memory from the guest's `__heap_base` to the end of the
 * initial pages, and every page it grows itself. Pages that the guest grew are
 * the guest's and are never given out.
 *
 * Blocks come from the lowest free range that is large enough, cut from its
 * front. As long as nothing is freed that is the classic bump allocator, with
 * rising addresses; freeing the last block takes the bump back; freeing any
 * other leaves a range that later blocks reuse. Neighbouring free ranges are
 * joined. All bookkeeping is out here, so the guest cannot overwrite it, and a
 * block costs the guest its size rounded up to 16 bytes and nothing more.
 *
 * The search is linear in the number of free ranges: plain on purpose. A guest
 * that frees a lot should bring its own allocator.
 */
class HostHeap {
  #memory;
  #initialEnd;
  /** @type {number | undefined} */
  #base;
  /** Sorted by address; no two touch. @type {Range[]} */
  #free = [];
  /** Live blocks: address → size asked for. @type {Map<number, number>} */
  #blocks = new Map();
  #stats = { liveBytes: 0, peakBytes: 0, pages: 0, mallocs: 0, frees: 0, failed: 0 };

  /**
   * @param {WebAssembly.Memory} memory as it is before the guest has run
   */
  constructor(memory) {
    this.#memory = memory;
    this.#initialEnd = memory.buffer.byteLength;
  }

  /**
   * Tells the heap where it begins; before this it can give nothing out.
   *
   * @param {number} heapBase the value of the guest's `__heap_base`
   */
  open(heapBase) {
    this.#base = alignUp(Math.max(heapBase >>> 0, LOWEST_ADDR));
    this.#giveBack(this.#base, this.#initialEnd);
  }

  /** The address of the first block, or undefined before the heap is open. */
  get base() {
    return this.#base;
  }

  /** The live blocks, by address. */
  blocks() {
    return [...this.#blocks].map(([ptr, size]) => ({ ptr, size })).sort((a, b) => a.ptr - b.ptr);
  }

  /** What is free, by address. */
  holes() {
    return this.#free.map(({ start, end }) => ({ ptr: start, size: end - start }));
  }

  /** @returns {import('../core/heap.js').HeapStats} */
  stats() {
    return { ...this.#stats, liveBlocks: this.#blocks.size };
  }

  /**
   * The size that was asked for the live block at `ptr`, undefined if there is none.
   *
   * @param {number} ptr
   */
  sizeOf(ptr) {
    return this.#blocks.get(ptr >>> 0);
  }

  /**
   * A new block of `size` bytes with unspecified contents; 0 when memory cannot
   * grow that far. A `size` of 0 gives a block of its own too.
   *
   * @param {number} size bytes; taken as unsigned
   * @param {number} [align] bytes, a power of two; blocks are aligned to 16 at least
   */
  malloc(size, align = ALIGN_BYTES) {
    this.#stats.mallocs++;
    return this.#take(size >>> 0, Math.max(align >>> 0, ALIGN_BYTES), 'malloc');
  }

  /**
   * Ends the block at `ptr`. As in C, `free(0)` does nothing.
   *
   * @param {number} ptr
   */
  free(ptr) {
    const addr = ptr >>> 0;
    if (addr === 0) return;
    this.#release(addr, this.#sizeOfLive(addr, 'free'));
    this.#stats.frees++;
  }

  /**
   * A block of `size` bytes that holds what the block at `ptr` held, up to the
   * smaller of both sizes: the same block when it has room to grow where it is,
   * else a new one. When there is no room at all the answer is 0 and the old
   * block stays live. As in C, `realloc(0, size)` is `malloc(size)`; unlike some
   * C libraries, a `size` of 0 never frees.
   *
   * @param {number} ptr
   * @param {number} size bytes; taken as unsigned
   */
  realloc(ptr, size) {
    const addr = ptr >>> 0;
    return addr === 0 ? this.#take(size >>> 0, ALIGN_BYTES, 'realloc') : this.#resize(addr, size >>> 0);
  }

  /**
   * @param {number} addr
   * @param {number} size
   */
  #resize(addr, size) {
    const oldSize = this.#sizeOfLive(addr, 'realloc');
    const oldEnd = addr + reserved(oldSize);
    const end = addr + reserved(size);
    if (end <= oldEnd) {
      if (end < oldEnd) this.#giveBack(end, oldEnd);
      this.#resized(addr, oldSize, size);
      return addr;
    }
    if (this.#extend(oldEnd, end)) {
      this.#resized(addr, oldSize, size);
      return addr;
    }
    const newAddr = this.#take(size, ALIGN_BYTES, 'realloc');
    if (newAddr === 0) return 0;
    new Uint8Array(this.#memory.buffer).copyWithin(newAddr, addr, addr + oldSize);
    this.#release(addr, oldSize);
    return newAddr;
  }

  /**
   * @param {number} size
   * @param {number} align
   * @param {string} caller
   */
  #take(size, align, caller) {
    if (this.#base === undefined) fail('ERR_HEAP_NOT_OPEN', caller, size);
    const need = reserved(size);
    // A free range begins at a multiple of 16, so this is the most that has to be
    // left out before the block.
    const most = need + align - ALIGN_BYTES;
    for (;;) {
      for (const [index, { start, end }] of this.#free.entries()) {
        const ptr = Math.ceil(start / align) * align;
        if (end - ptr < need) continue;
        this.#cut(index, ptr, need);
        this.#resized(ptr, 0, size);
        return ptr;
      }
      const last = this.#free.at(-1);
      const open = last !== undefined && last.end === this.#memory.buffer.byteLength;
      if (most > HIGHEST_END - this.#base || !this.#grow(most - (open ? last.end - last.start : 0))) {
        this.#stats.failed++;
        return 0;
      }
    }
  }

  /**
   * @param {number} ptr
   * @param {number} from
   * @param {number} to
   */
  #resized(ptr, from, to) {
    this.#blocks.set(ptr, to);
    this.#stats.liveBytes += to - from;
    this.#stats.peakBytes = Math.max(this.#stats.peakBytes, this.#stats.liveBytes);
  }

  /**
   * Takes the bytes from `from` up to `to` for the block that ends at `from`,
   * growing memory when that block is the last thing in it.
   *
   * @param {number} from
   * @param {number} to
   */
  #extend(from, to) {
    if (to > HIGHEST_END) return false;
    for (;;) {
      const index = this.#free.findIndex(({ start }) => start === from);
      const end = index < 0 ? from : this.#free[index].end;
      if (end >= to) {
        this.#cut(index, from, to - from);
        return true;
      }
      if (end !== this.#memory.buffer.byteLength || !this.#grow(to - end)) return false;
    }
  }

  /**
   * Grows memory by at least `lenBytes`, which become free; false when the
   * engine or the memory's maximum forbids it.
   *
   * @param {number} lenBytes
   */
  #grow(lenBytes) {
    const pages = Math.ceil(lenBytes / PAGE_LEN_BYTES);
    try {
      // `grow` tells where the new pages begin. Nothing else may be assumed:
      // the guest, or another thread, may have grown memory in between.
      const start = this.#memory.grow(pages) * PAGE_LEN_BYTES;
      this.#giveBack(start, start + pages * PAGE_LEN_BYTES);
      this.#stats.pages += pages;
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  /**
   * Takes `lenBytes` bytes from `ptr` on out of a free range.
   *
   * @param {number} index of the range
   * @param {number} ptr
   * @param {number} lenBytes
   */
  #cut(index, ptr, lenBytes) {
    const { start, end } = this.#free[index];
    const rest = [
      { start, end: ptr },
      { start: ptr + lenBytes, end },
    ];
    this.#free.splice(index, 1, ...rest.filter((range) => range.start < range.end));
  }

  /**
   * @param {number} addr of a live block
   * @param {number} size
   */
  #release(addr, size) {
    this.#blocks.delete(addr);
    this.#stats.liveBytes -= size;
    this.#giveBack(addr, addr + reserved(size));
  }

  /**
   * Makes a range free and joins it with the free ranges that touch it.
   *
   * @param {number} from
   * @param {number} to
   */
  #giveBack(from, to) {
    const start = Math.max(from, this.#base ?? 0);
    const end = Math.min(to, HIGHEST_END);
    if (start >= end) return;
    const found = this.#free.findIndex((range) => range.start >= end);
    const above = found < 0 ? this.#free.length : found;
    const joinsBelow = above > 0 && this.#free[above - 1].end === start;
    const joinsAbove = above < this.#free.length && this.#free[above].start === end;
    const first = joinsBelow ? above - 1 : above;
    const last = joinsAbove ? above : above - 1;
    const joined = {
      start: joinsBelow ? this.#free[first].start : start,
      end: joinsAbove ? this.#free[last].end : end,
    };
    this.#free.splice(first, last - first + 1, joined);
  }

  /**
   * @param {number} addr
   * @param {string} caller
   */
  #sizeOfLive(addr, caller) {
    const size = this.#blocks.get(addr);
    if (size === undefined) fail('ERR_NOT_A_BLOCK', caller, addr);
    return size;
  }
}

/**
 * How many bytes a block of `size` bytes takes up.
 *
 * @param {number} size
 */
const reserved = (size) => Math.max(alignUp(size), ALIGN_BYTES);

/**
 * The classic heap: blocks rise from `__heap_base` on.
 *
 * @param {WebAssembly.Memory} memory
 * @returns {import('../core/heap.js').Heap & { base: number | undefined }}
 */
export const bump = (memory) => new HostHeap(memory);
