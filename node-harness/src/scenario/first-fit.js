import { fail } from '../core/error.js';

/** A stretch of guest memory: from `start` up to, not including, `end`. @typedef {{ start: number, end: number }} Range */

const ALIGN_BYTES = 16;
const PAGE_LEN_BYTES = 65536;
const HIGHEST_END = 2 ** 32 - ALIGN_BYTES;

/** @param {number} addr */
const alignUp = (addr) => Math.ceil(addr / ALIGN_BYTES) * ALIGN_BYTES;

/** How many bytes a block of `size` bytes takes up. @param {number} size */
const reserved = (size) => Math.max(alignUp(size), ALIGN_BYTES);

/**
 * The heap of `wasmtime-runner plugin`, so that a scenario has the same addresses
 * in both hosts: blocks come from the lowest free range that is large enough,
 * `realloc` stays in place if it can. Each call walks the free ranges, and there
 * are neither limits nor figures; `wasmtime-runner/src/plugin/heap.rs` is the
 * same, line by line.
 */
export class FirstFit {
  #memory;
  #initialEnd;
  #base = NaN;
  /** Sorted by address; no two touch. @type {Range[]} */
  #free = [];
  /** Live blocks: address → size asked for. @type {Map<number, number>} */
  #blocks = new Map();

  /** @param {WebAssembly.Memory} memory */
  constructor(memory) {
    this.#memory = memory;
    this.#initialEnd = memory.buffer.byteLength;
  }

  /** @param {number} heapBase */
  open(heapBase) {
    this.#base = alignUp(Math.max(heapBase >>> 0, ALIGN_BYTES));
    this.#giveBack(this.#base, this.#initialEnd);
  }

  /** @param {number} size */
  malloc(size) {
    return this.#take(size >>> 0, 'malloc');
  }

  /** @param {number} ptr */
  free(ptr) {
    const addr = ptr >>> 0;
    if (addr !== 0) this.#release(addr, this.#sizeOfLive(addr, 'free'));
  }

  /** @param {number} ptr @param {number} size */
  realloc(ptr, size) {
    const addr = ptr >>> 0;
    const asked = size >>> 0;
    if (addr === 0) return this.#take(asked, 'realloc');
    const oldSize = this.#sizeOfLive(addr, 'realloc');
    const [oldEnd, end] = [addr + reserved(oldSize), addr + reserved(asked)];
    if (end <= oldEnd) this.#giveBack(end, oldEnd);
    else if (!this.#extend(oldEnd, end)) {
      const newAddr = this.#take(asked, 'realloc');
      if (newAddr === 0) return 0;
      new Uint8Array(this.#memory.buffer).copyWithin(newAddr, addr, addr + oldSize);
      this.#release(addr, oldSize);
      return newAddr;
    }
    this.#blocks.set(addr, asked);
    return addr;
  }

  /** @param {number} ptr */
  sizeOf(ptr) {
    return this.#blocks.get(ptr >>> 0);
  }

  /** @param {number} size @param {string} caller */
  #take(size, caller) {
    if (Number.isNaN(this.#base)) fail('ERR_HEAP_NOT_OPEN', caller, size);
    const need = reserved(size);
    if (need > HIGHEST_END - this.#base) return 0;
    for (;;) {
      const index = this.#free.findIndex(({ start, end }) => end - start >= need);
      if (index >= 0) {
        const ptr = this.#cut(index, need);
        this.#blocks.set(ptr, size);
        return ptr;
      }
      const last = this.#free.at(-1);
      const open = last !== undefined && last.end === this.#memory.buffer.byteLength;
      if (!this.#grow(need - (open ? last.end - last.start : 0))) return 0;
    }
  }

  /** Takes `from` up to `to` for the block that ends at `from`. @param {number} from @param {number} to */
  #extend(from, to) {
    if (to > HIGHEST_END) return false;
    for (;;) {
      const index = this.#free.findIndex(({ start }) => start === from);
      const end = index < 0 ? from : this.#free[index].end;
      if (end >= to) {
        this.#cut(index, to - from);
        return true;
      }
      if (end !== this.#memory.buffer.byteLength || !this.#grow(to - end)) return false;
    }
  }

  /** @param {number} lenBytes */
  #grow(lenBytes) {
    const pages = Math.ceil(lenBytes / PAGE_LEN_BYTES);
    try {
      const start = this.#memory.grow(pages) * PAGE_LEN_BYTES;
      this.#giveBack(start, start + pages * PAGE_LEN_BYTES);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  /** Takes `lenBytes` off the front of a free range. @param {number} index @param {number} lenBytes */
  #cut(index, lenBytes) {
    const range = this.#free[index];
    const { start } = range;
    range.start += lenBytes;
    if (range.start === range.end) this.#free.splice(index, 1);
    return start;
  }

  /** @param {number} addr @param {number} size */
  #release(addr, size) {
    this.#blocks.delete(addr);
    this.#giveBack(addr, addr + reserved(size));
  }

  /** @param {number} from @param {number} to */
  #giveBack(from, to) {
    const start = Math.max(from, this.#base);
    const end = Math.min(to, HIGHEST_END);
    if (!(start < end)) return;
    const found = this.#free.findIndex((range) => range.start >= end);
    const above = found < 0 ? this.#free.length : found;
    const first = above > 0 && this.#free[above - 1].end === start ? above - 1 : above;
    const last = above < this.#free.length && this.#free[above].start === end ? above : above - 1;
    const joined = {
      start: first < above ? this.#free[first].start : start,
      end: last === above ? this.#free[last].end : end,
    };
    this.#free.splice(first, last - first + 1, joined);
  }

  /** @param {number} addr @param {string} caller */
  #sizeOfLive(addr, caller) {
    return this.#blocks.get(addr) ?? fail('ERR_NOT_A_BLOCK', caller, addr);
  }
}
