// Every bad request to a module that passes calls on (src/calls.rs), in a memory
// of 32 MiB at most: the answer must be null, or a block that is right.
import { readFileSync } from 'node:fs';
import { readMemoryImports } from '../../node-harness/src/module-imports.js';

const PAGE_LEN_BYTES = 65536;
const MAXIMUM_PAGES = 512;
const HALF = 2 ** 31;

/**
 * @typedef {object} Calls
 * @property {(size: number, align: number) => number} alloc
 * @property {(size: number, align: number) => number} alloc_zeroed
 * @property {(ptr: number, size: number, align: number) => void} dealloc
 * @property {(ptr: number, size: number, align: number, newSize: number) => number} realloc
 */

/** A block that is not what was asked for. */
class Wrong extends Error {}

/** An allocator, and a look at the blocks that it hands out. */
class Heap {
  /** @param {WebAssembly.Module} module @param {number} initial pages */
  constructor(module, initial) {
    this.memory = new WebAssembly.Memory({ initial, maximum: MAXIMUM_PAGES });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.calls = /** @type {Calls} */ (/** @type {unknown} */ (exports));
    this.base = /** @type {any} */ (exports).__heap_base.value;
  }

  /**
   * Looks at an answer, and writes to both ends of the block.
   *
   * @param {number} ptr @param {number} size @param {number} align
   */
  admit(ptr, size, align) {
    const addr = ptr >>> 0;
    if (addr === 0) return 0;
    if (addr % align !== 0) throw new Wrong(`0x${addr.toString(16)} is not a multiple of ${align}`);
    if (addr + size > this.memory.buffer.byteLength) throw new Wrong(`a block of ${size} runs past the memory`);
    for (const at of this.ends(addr, size)) new Uint8Array(this.memory.buffer)[at] = 0xa5;
    return addr;
  }

  /** @param {number} addr @param {number} size */
  ends(addr, size) {
    return size === 0 ? [] : [addr, addr + size - 1];
  }

  /** @param {number} size @param {number} align */
  alloc(size, align) {
    return this.admit(this.calls.alloc(size, align), size, align);
  }

  /** @param {number} size @param {number} align */
  allocZeroed(size, align) {
    const addr = this.calls.alloc_zeroed(size, align) >>> 0;
    if (addr !== 0 && addr + size <= this.memory.buffer.byteLength) {
      const bytes = new Uint8Array(this.memory.buffer, addr, size);
      if (bytes.some((byte) => byte !== 0)) throw new Wrong('zeros that are not 0');
    }
    return this.admit(addr, size, align);
  }

  /** @param {number} addr @param {number} size @param {number} align */
  free(addr, size, align) {
    for (const at of this.ends(addr, size)) {
      if (new Uint8Array(this.memory.buffer)[at] !== 0xa5) throw new Wrong('a block was written to by another');
    }
    this.calls.dealloc(addr, size, align);
  }

  /**
   * Blocks of one size until there are none.
   *
   * @param {number} size
   */
  fill(size) {
    const blocks = [];
    for (let addr; (addr = this.alloc(size, 8)) !== 0; ) {
      blocks.push(addr);
      if (blocks.length * size > MAXIMUM_PAGES * PAGE_LEN_BYTES) throw new Wrong('more blocks than there is memory');
    }
    return blocks;
  }
}

/** Sizes in bytes that there is no memory for, or hardly; and no bytes at all. */
const SIZES = [
  0, 1, PAGE_LEN_BYTES - 1, PAGE_LEN_BYTES, PAGE_LEN_BYTES + 1, 30 << 20, 32 << 20, (32 << 20) + 1, 1 << 30,
  HALF - 2 * PAGE_LEN_BYTES, HALF - PAGE_LEN_BYTES - 1, HALF - PAGE_LEN_BYTES, HALF - 4096, HALF - 17, HALF - 1,
];
/** Alignments in bytes, up to more than a page guarantees. */
const ALIGNS = [1, 2, 4, 8, 16, 64, 4096, 65536, 131072];

/** @typedef {(heap: Heap, size: number, align: number) => void} Request */

/** @type {{ [name: string]: Request }} */
const requests = {
  alloc: (heap, size, align) => {
    const addr = heap.alloc(size, align);
    if (addr !== 0) heap.free(addr, size, align);
  },
  alloc_zeroed: (heap, size, align) => {
    const addr = heap.allocZeroed(size, align);
    if (addr !== 0) heap.free(addr, size, align);
  },
  // The last block, and one that has another above it.
  realloc: (heap, size, align) => reallocate(heap, size, align, false),
  'realloc below another': (heap, size, align) => reallocate(heap, size, align, true),
};

/** @param {Heap} heap @param {number} newSize @param {number} align @param {boolean} below */
function reallocate(heap, newSize, align, below) {
  const size = 100;
  const old = heap.alloc(size, align);
  if (old === 0) return;
  const other = below ? heap.alloc(40, 8) : 0;
  const addr = heap.calls.realloc(old, size, align, newSize) >>> 0;
  if (addr === 0) {
    heap.free(old, size, align);
  } else {
    if (newSize > 0 && new Uint8Array(heap.memory.buffer)[addr] !== 0xa5) throw new Wrong('contents were lost');
    heap.admit(addr, newSize, align);
    heap.free(addr, newSize, align);
  }
  if (other !== 0) heap.free(other, 40, 8);
}

/**
 * Makes every bad request, each in a memory of its own, and returns what went
 * wrong with which. An allocator must work on after each: a block of 24 bytes is
 * made and freed, twice.
 *
 * @param {string} path a module with the feature `calls`
 * @returns {{ request: string, failures: string[] }[]}
 */
export function badRequests(path) {
  const { module, initial } = compile(path);
  return Object.entries(requests).map(([request, make]) => {
    /** @type {string[]} */
    const failures = [];
    for (const size of SIZES) {
      // Rounded up to the alignment, a layout's size is less than 2 GiB.
      for (const align of ALIGNS.filter((align) => size <= HALF - align)) {
        const heap = new Heap(module, initial);
        try {
          make(heap, size, align);
          for (const again of [24, 24]) requests.alloc(heap, again, 8);
        } catch (error) {
          failures.push(`size ${size}, alignment ${align}: ${reason(error)}`);
        }
      }
    }
    return { request, failures };
  });
}

/**
 * Fills the memory, frees everything, and fills it again: with how many blocks,
 * the first time and the third, and how many bytes one block has in the end.
 * If `all` are to be had again, the third time has as many as the second.
 *
 * @param {string} path a module with the feature `calls`
 * @returns {{ first: number, again: number, one: number } | string} or what went wrong
 */
export function refill(path) {
  const { module, initial } = compile(path);
  const size = 1000;
  const heap = new Heap(module, initial);
  /** @param {number[]} blocks youngest first, every other one before the rest */
  const free = (blocks) => {
    const order = blocks.toReversed();
    for (const half of [0, 1]) {
      for (let at = half; at < order.length; at += 2) heap.free(order[at], size, 8);
    }
  };
  try {
    const counts = [];
    for (let time = 0; time < 3; time++) {
      const blocks = heap.fill(size);
      counts.push(blocks.length);
      free(blocks);
    }
    let one = MAXIMUM_PAGES * PAGE_LEN_BYTES;
    for (let addr = 0; one >= PAGE_LEN_BYTES; one -= PAGE_LEN_BYTES) {
      if ((addr = heap.alloc(one, 8)) !== 0) {
        heap.free(addr, one, 8);
        break;
      }
    }
    return { first: counts[0], again: counts[2], one };
  } catch (error) {
    return reason(error);
  }
}

/** @param {string} path */
function compile(path) {
  const bytes = readFileSync(path);
  return { module: new WebAssembly.Module(bytes), initial: readMemoryImports(bytes, path)[0].initialPages };
}

/** @param {unknown} error */
function reason(error) {
  if (error instanceof Wrong) return error.message;
  if (error instanceof WebAssembly.RuntimeError) return `trap: ${error.message}`;
  if (error instanceof RangeError) return `trap: ${error.message}`;
  throw error;
}
