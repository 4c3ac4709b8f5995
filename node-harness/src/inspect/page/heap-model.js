import { CALL, EVENT, FREE, MALLOC } from './protocol.js';
import { Ranges } from './ranges.js';

/** A live block: `call` is the number of the call that made it, `site` that of its stack. @typedef {{ ptr: number, size: number, call: number, site: number }} Block */

/** What one call left behind. @typedef {{ live: number, peak: number, blocks: number, memory: number, mallocs: number, frees: number }} Call */

/** What has been allocated from one place. @typedef {{ live: number, blocks: number, bytes: number, mallocs: number }} SiteUse */

/** Fewer bytes between two blocks are what alignment takes, and no hole. */
const LEAST_HOLE = 16;

/**
 * The heap as its events tell it. Of the heap itself it knows nothing, so it is
 * the same for every allocator of the host.
 */
export class HeapModel {
  /** By address. @type {Map<number, Block>} */
  blocks = new Map();
  /** All that was ever in a block. */
  used = new Ranges();
  /** By number. @type {SiteUse[]} */
  sites = [];
  /** What each call left; the first is the state before any. @type {Call[]} */
  calls = [];
  live = 0;
  peak = 0;
  mallocs = 0;
  frees = 0;
  failed = 0;
  #peakOfCall = 0;
  /** @type {Block[] | undefined} */
  #sorted;

  /**
   * Takes events from `from` up to, not including, `to`.
   *
   * @param {import('./protocol.js').Events} events
   * @param {number} [from] indices of numbers, not of events
   * @param {number} [to]
   */
  apply(events, from = 0, to = events.length) {
    for (let at = from; at < to; at += EVENT) {
      const kind = events[at] % 4;
      const site = Math.floor(events[at] / 4);
      const a = events[at + 1];
      const b = events[at + 2];
      const c = events[at + 3];
      if (kind === MALLOC) this.#add(a, b, site);
      else if (kind === FREE) this.#remove(a);
      else if (kind === CALL) this.#endCall(b);
      else this.#resize(c, a, b, site);
    }
    this.#sorted = undefined;
  }

  /** The live blocks by address. */
  sorted() {
    this.#sorted ??= [...this.blocks.values()].sort((a, b) => a.ptr - b.ptr);
    return this.#sorted;
  }

  /** The number of the call that runs, or comes next. */
  get call() {
    return this.calls.length;
  }

  /**
   * The index, among the sorted blocks, of the first that ends behind `addr`.
   *
   * @param {number} addr
   */
  indexAt(addr) {
    const blocks = this.sorted();
    let [low, high] = [0, blocks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (blocks[middle].ptr + Math.max(blocks[middle].size, 1) <= addr) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What is free between the first block and the last one. */
  holes() {
    const blocks = this.sorted();
    let [count, bytes, largest] = [0, 0, 0];
    for (let i = 1; i < blocks.length; i++) {
      const length = blocks[i].ptr - (blocks[i - 1].ptr + blocks[i - 1].size);
      if (length < LEAST_HOLE) continue;
      count += 1;
      bytes += length;
      largest = Math.max(largest, length);
    }
    const last = blocks[blocks.length - 1];
    const span = last === undefined ? 0 : last.ptr + last.size - blocks[0].ptr;
    return { count, bytes, largest, span };
  }

  /**
   * @param {number} ptr
   * @param {number} size
   * @param {number} site
   */
  #add(ptr, size, site) {
    if (ptr === 0) {
      this.failed += 1;
      return;
    }
    this.mallocs += 1;
    this.blocks.set(ptr, { ptr, size, call: this.call, site });
    this.used.add(ptr, ptr + Math.max(size, 1));
    this.live += size;
    this.peak = Math.max(this.peak, this.live);
    this.#peakOfCall = Math.max(this.#peakOfCall, this.live);
    const use = (this.sites[site] ??= { live: 0, blocks: 0, bytes: 0, mallocs: 0 });
    use.live += size;
    use.blocks += 1;
    use.bytes += size;
    use.mallocs += 1;
  }

  /** @param {number} ptr */
  #remove(ptr) {
    const block = this.blocks.get(ptr);
    if (block === undefined) return;
    this.frees += 1;
    this.blocks.delete(ptr);
    this.live -= block.size;
    this.sites[block.site].live -= block.size;
    this.sites[block.site].blocks -= 1;
  }

  /**
   * @param {number} ptr
   * @param {number} newPtr 0 if the old block stays as it is
   * @param {number} size
   * @param {number} site
   */
  #resize(ptr, newPtr, size, site) {
    if (newPtr !== 0) this.#remove(ptr);
    this.#add(newPtr, size, site);
  }

  /** @param {number} memory */
  #endCall(memory) {
    const { live, mallocs, frees } = this;
    this.calls.push({ live, peak: Math.max(this.#peakOfCall, live), blocks: this.blocks.size, memory, mallocs, frees });
    this.#peakOfCall = live;
  }
}

/** So many events are kept; each is 32 bytes. */
const MOST_EVENTS = 2_000_000;

/** All events since the guest was loaded, so that the heap can be shown as it was. */
export class History {
  /** @type {import('./protocol.js').Events[]} */
  #batches = [];
  #events = 0;
  /** Whether all events are there. */
  whole = true;

  /** @param {import('./protocol.js').Events} events */
  push(events) {
    if (events.length === 0) return;
    this.#events += events.length / EVENT;
    if (this.#events > MOST_EVENTS) {
      this.whole = false;
      this.#batches = [];
    }
    if (this.whole) this.#batches.push(events);
  }

  /**
   * The heap as it was after so many calls.
   *
   * @param {number} calls
   */
  after(calls) {
    const model = new HeapModel();
    for (const events of this.#batches) {
      let end = events.length;
      for (let at = 0; at < events.length; at += EVENT) {
        if (events[at] === CALL && events[at + 1] === calls) end = at + EVENT;
      }
      model.apply(events, 0, end);
      if (end < events.length || model.calls.length > calls) break;
    }
    return model;
  }
}
