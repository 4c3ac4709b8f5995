import { traceHere } from '../heap/stack.js';
import { hex } from '../hex.js';
import { guestFrames } from '../stack/guest-frames.js';
import { counted } from './counted.js';

/**
 * A block that lives.
 *
 * @typedef {object} Allocation
 * @property {number} ptr
 * @property {number} size bytes, as asked for
 * @property {number} number counts the blocks, in the order in which they came to be
 * @property {string} site the functions of the guest that asked for it, outermost first
 */

/** The most frames of a stack, those of the host among them. */
const STACK_DEPTH = 40;
const MOST_GROUPS = 16;
const MOST_PTRS = 8;

/** Where the blocks that live came from, and which of them came after a mark. */
export class Allocations {
  #nameOf;
  /** @type {Map<number, Allocation>} */
  #live = new Map();
  #count = 0;
  #mark = 0;

  /** @param {import('../stack/guest-frames.js').NameOf} nameOf */
  constructor(nameOf) {
    this.#nameOf = nameOf;
  }

  /**
   * @param {number} size
   * @param {number} ptr 0 if there was no room
   */
  onMalloc(size, ptr) {
    if (ptr === 0) return;
    const site = guestFrames(traceHere(STACK_DEPTH).stack, this.#nameOf).join(' ▸ ') || 'the host';
    this.#live.set(ptr, { ptr, size, number: ++this.#count, site });
  }

  /** @param {number} ptr */
  onFree(ptr) {
    this.#live.delete(ptr);
  }

  /**
   * A block that was moved or resized is the same one: it came to be where it
   * was first asked for.
   *
   * @param {number} ptr
   * @param {number} size
   * @param {number} newPtr
   */
  onRealloc(ptr, size, newPtr) {
    const old = this.#live.get(ptr);
    if (!old) return this.onMalloc(size, newPtr);
    if (newPtr === 0) return;
    this.#live.delete(ptr);
    this.#live.set(newPtr, { ...old, ptr: newPtr, size });
  }

  /** Blocks that live now are no leak from here on. Gives how many there are. */
  mark() {
    this.#mark = this.#count;
    return this.#live.size;
  }

  /** The blocks since the mark that live, by where they came from, most bytes first. */
  get leaks() {
    /** @type {Map<string, Allocation[]>} */
    const groups = new Map();
    for (const block of this.#live.values()) {
      if (block.number <= this.#mark) continue;
      const group = groups.get(block.site);
      if (group) group.push(block);
      else groups.set(block.site, [block]);
    }
    return [...groups.values()].sort((a, b) => bytesOf(b) - bytesOf(a));
  }

  /** The leaks as people read them. */
  leaksText() {
    const groups = this.leaks;
    const since = this.#mark === 0 ? 'since the start' : 'since the last .mark';
    if (groups.length === 0) return `no block lives that was made ${since}`;
    const all = groups.flat();
    const lines = [`${counted(all.length, 'block')}, ${counted(bytesOf(all), 'byte')}, made ${since}:`];
    for (const group of groups.slice(0, MOST_GROUPS)) lines.push(groupText(group));
    if (groups.length > MOST_GROUPS) lines.push(`… and ${counted(groups.length - MOST_GROUPS, 'place')} more`);
    return lines.join('\n');
  }
}

/** @param {Allocation[]} blocks */
const bytesOf = (blocks) => blocks.reduce((sum, { size }) => sum + size, 0);

/** @param {Allocation[]} blocks of one site */
function groupText(blocks) {
  const ptrs = blocks.slice(0, MOST_PTRS).map(({ ptr }) => hex(ptr));
  if (blocks.length > MOST_PTRS) ptrs.push('…');
  return `  ${counted(blocks.length, 'block')}, ${counted(bytesOf(blocks), 'byte')}, from ${blocks[0].site}: ${ptrs.join(' ')}`;
}
