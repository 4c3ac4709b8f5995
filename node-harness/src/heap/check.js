import { fail } from '../core/error.js';
import { counted } from './counted.js';
import { fast } from './fast.js';
import { LeakReport, reportAtExit } from './leaks.js';
import { FREED, FRESH, RED_ZONE, fill, firstChange } from './pattern.js';
import { framesOf, traceHere } from './stack.js';

/** @typedef {import('../core/heap.js').CountedHeap} Heap */
/** @typedef {import('./stack.js').Trace} Trace */

/**
 * @typedef {object} CheckOptions
 * @property {number} [redZone] bytes of the red zone on each side of a block, a multiple of 16; 16 when absent
 * @property {number} [quarantineBytes] what freed blocks may take up before they are given out again; 1 MiB when absent
 * @property {number} [quarantineBlocks] and how many of them; 4096 when absent
 * @property {number} [stackDepth] the most frames kept of a stack; 32 when absent, 0 takes the least time
 * @property {(report: LeakReport) => void} [onLeaks] gets what is live when the process ends, if anything is
 */

/**
 * A block with the stretch of memory that it is in, from `start` to `end`. What
 * lies beyond the block is a red zone, if it is no further below than the option
 * says.
 *
 * @typedef {object} Block
 * @property {number} ptr
 * @property {number} size
 * @property {number} align
 * @property {number} start
 * @property {number} end
 * @property {Trace} allocated
 * @property {Trace} [freed]
 */

/** @param {string} code @param {...any} details @returns {Error} */
function errorOf(code, ...details) {
  try {
    return fail(code, ...details);
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/** How much of a fresh block is filled. */
const MOST_FRESH_BYTES = 65536;

/**
 * A heap that finds mistakes of the guest. Around each block are red zones; a
 * freed block is filled and kept in quarantine, where nobody should write. Each
 * error has the stack that allocated the block as `allocated`, and the one that
 * freed it as `freed`, and is thrown out of the call that found it. A mistake is
 * reported once.
 *
 * @param {WebAssembly.Memory} memory as it is before the guest has run
 * @param {import('../core/heap.js').Limits & CheckOptions} [options]
 * @returns {Heap & Required<Pick<Heap, 'verify' | 'leaks'>>}
 */
export const check = (memory, options = {}) => {
  const { maxBytes = Infinity, maxPages, stackDepth = 32, onLeaks } = options;
  const { redZone = 16, quarantineBytes = 2 ** 20, quarantineBlocks = 4096 } = options;
  const inner = counted(fast)(memory, { maxPages });
  /** Live blocks by address. @type {Map<number, Block>} */
  const live = new Map();
  /** Freed ones, the oldest first. @type {Map<number, Block>} */
  const quarantine = new Map();
  let isOpen = false;
  let liveBytes = 0, peakBytes = 0, mallocs = 0, frees = 0, failed = 0, heldBytes = 0;

  /**
   * An error about a block.
   *
   * @param {string} code
   * @param {Block} block
   * @param {...any} details
   */
  const fault = (code, { ptr, size, allocated, freed }, ...details) => {
    const stacks = { allocated: framesOf(allocated), freed: framesOf(freed) };
    return Object.assign(errorOf(code, ptr, size, ...details, stacks.allocated, stacks.freed), { ptr, size, ...stacks });
  };

  /** Where a block ends. @param {Block} block */
  const endOf = ({ ptr, size }) => ptr + size;

  /**
   * What a guest wrote beyond a live block. The damage is repaired, so that it is
   * reported once.
   *
   * @param {Block} block
   * @param {string} finder what looked
   */
  const overstepped = (block, finder) => {
    const { ptr, end } = block;
    const below = firstChange(memory, ptr - redZone, ptr, RED_ZONE);
    const above = firstChange(memory, endOf(block), end, RED_ZONE);
    const at = above ?? below;
    if (at === undefined) return undefined;
    const byte = new Uint8Array(memory.buffer)[at];
    fill(memory, ptr - redZone, ptr, RED_ZONE);
    fill(memory, endOf(block), end, RED_ZONE);
    return fault(above === undefined ? 'ERR_UNDERRUN' : 'ERR_OVERRUN', block, at, byte, finder);
  };

  /**
   * What a guest wrote to a freed block.
   *
   * @param {Block} block
   * @param {string} finder
   */
  const reused = (block, finder) => {
    const at = firstChange(memory, block.start, block.end, FREED);
    if (at === undefined) return undefined;
    const byte = new Uint8Array(memory.buffer)[at];
    fill(memory, block.start, block.end, FREED);
    return fault('ERR_USE_AFTER_FREE', block, at, byte, finder);
  };

  /** Lets the oldest blocks go until the rest is within bounds; the first mistake among them. @param {number} bytes @param {number} blocks */
  const letGo = (bytes, blocks) => {
    /** @type {Error | undefined} */
    let error;
    for (const block of quarantine.values()) {
      if (heldBytes <= bytes && quarantine.size <= blocks) break;
      quarantine.delete(block.ptr);
      heldBytes -= block.end - block.start;
      error ??= reused(block, 'the end of its quarantine');
      inner.free(block.start);
    }
    return error;
  };

  /**
   * @param {number} size
   * @param {number} align
   * @param {number} replaced bytes that are given back if this succeeds
   * @param {string} call
   */
  const allocate = (size, align, replaced, call) => {
    if (!isOpen) fail('ERR_HEAP_NOT_OPEN', call, size);
    const before = Math.max(redZone, align);
    const length = before + Math.ceil((size + redZone) / 16) * 16;
    /** @type {Error | undefined} */
    let error;
    let start = 0;
    if (liveBytes - replaced + size <= maxBytes && length < 2 ** 32) {
      start = inner.malloc(length, align);
      if (!start && quarantine.size > 0) {
        error = letGo(0, 0);
        start = inner.malloc(length, align);
      }
    }
    if (start) {
      const block = { ptr: start + before, size, align, start, end: start + length, allocated: traceHere(stackDepth) };
      fill(memory, block.ptr - redZone, block.ptr, RED_ZONE);
      fill(memory, endOf(block), block.end, RED_ZONE);
      fill(memory, block.ptr, Math.min(endOf(block), block.ptr + MOST_FRESH_BYTES), FRESH);
      live.set(block.ptr, block);
      mallocs++;
      liveBytes += size;
      start = block.ptr;
    } else failed++;
    if (error) throw error;
    return start;
  };

  /** Ends a live block; the first mistake found by that. @param {Block} block */
  const retire = (block) => {
    const length = block.end - block.start;
    live.delete(block.ptr);
    frees++;
    liveBytes -= block.size;
    if (length > quarantineBytes) {
      inner.free(block.start);
      return undefined;
    }
    block.freed = traceHere(stackDepth);
    fill(memory, block.start, block.end, FREED);
    quarantine.set(block.ptr, block);
    heldBytes += length;
    return letGo(quarantineBytes, quarantineBlocks);
  };

  /**
   * The live block at an address.
   *
   * @param {number} addr
   * @param {'free' | 'realloc'} call
   */
  const blockAt = (addr, call) => {
    const block = live.get(addr);
    if (block) return block;
    const freed = quarantine.get(addr);
    if (freed) throw fault(call === 'free' ? 'ERR_DOUBLE_FREE' : 'ERR_REALLOC_FREED', freed);
    const around = [...live.values(), ...quarantine.values()].find(({ start, end }) => start <= addr && addr < end);
    if (!around) return fail('ERR_NOT_A_BLOCK', call, addr);
    const stacks = { allocated: framesOf(around.allocated), freed: framesOf(around.freed) };
    const { ptr, size } = around;
    throw Object.assign(errorOf('ERR_NOT_A_BLOCK', call, addr, ptr, size, stacks.allocated, stacks.freed), { ptr, size, ...stacks });
  };

  /** @type {ReturnType<typeof check>} */
  const heap = {
    open(base) {
      isOpen = true;
      inner.open(base);
    },
    malloc(size, align = 16) {
      const ptr = allocate(size >>> 0, Math.max(align, 16), 0, 'malloc');
      peakBytes = Math.max(peakBytes, liveBytes);
      return ptr;
    },
    free(ptr, size) {
      if (!ptr) return;
      const block = blockAt(ptr >>> 0, 'free');
      if (size !== undefined && size >>> 0 !== block.size) throw fault('ERR_SIZE_MISMATCH', block, size >>> 0);
      const error = overstepped(block, 'env.free');
      const other = retire(block);
      if (error ?? other) throw error ?? other;
    },
    realloc(ptr, size) {
      if (!ptr) return heap.malloc(size);
      const block = blockAt(ptr >>> 0, 'realloc');
      const error = overstepped(block, 'env.realloc');
      if (error) throw error;
      // Always to another place, so that a pointer to the old one is found out.
      const to = allocate(size >>> 0, block.align, block.size, 'realloc');
      if (!to) return 0;
      new Uint8Array(memory.buffer).copyWithin(to, block.ptr, block.ptr + Math.min(block.size, size >>> 0));
      const other = retire(block);
      peakBytes = Math.max(peakBytes, liveBytes);
      if (other) throw other;
      return to;
    },
    sizeOf: (ptr) => live.get(ptr >>> 0)?.size,
    *blocks() {
      const sorted = [...live.values()].sort((a, b) => a.ptr - b.ptr);
      for (const { ptr, size, allocated } of sorted) {
        yield { ptr, size, get stack() { return framesOf(allocated); } };
      }
    },
    holes: () => inner.holes(),
    stats: () => ({ liveBlocks: live.size, liveBytes, peakBytes, pages: inner.stats().pages, mallocs, frees, failed }),
    verify(finder = 'heap.verify()') {
      for (const block of live.values()) {
        const error = overstepped(block, finder);
        if (error) throw error;
      }
      for (const block of quarantine.values()) {
        const error = reused(block, finder);
        if (error) throw error;
      }
    },
    leaks: () => new LeakReport(live.values()),
  };

  if (onLeaks) {
    reportAtExit(options, () => {
      if (live.size > 0) onLeaks(heap.leaks());
    });
  }
  return heap;
};
