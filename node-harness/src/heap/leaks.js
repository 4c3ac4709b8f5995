import { framesOf } from './stack.js';

/** @typedef {{ ptr: number, size: number, allocated: import('./stack.js').Trace }} Allocated */
/** @typedef {{ count: number, bytes: number, stack: string, blocks: { ptr: number, size: number }[] }} Leak */

/** The blocks that are live, by where they were allocated. */
export class LeakReport {
  /** The largest first. @type {Leak[]} */
  leaks;
  count = 0;
  bytes = 0;

  /** @param {Iterable<Allocated>} blocks */
  constructor(blocks) {
    /** @type {Map<string, Leak>} */
    const byStack = new Map();
    for (const { ptr, size, allocated } of blocks) {
      const stack = framesOf(allocated) ?? '';
      const leak = byStack.get(stack) ?? { count: 0, bytes: 0, stack, blocks: [] };
      byStack.set(stack, leak);
      leak.count++;
      leak.bytes += size;
      leak.blocks.push({ ptr, size });
      this.count++;
      this.bytes += size;
    }
    this.leaks = [...byStack.values()].sort((a, b) => b.bytes - a.bytes || b.count - a.count);
  }

  /** The report for people. */
  toString() {
    if (this.count === 0) return 'no block is live';
    const places = this.leaks.length === 1 ? 'from one place' : `from ${this.leaks.length} places`;
    const head = `${inWords(this)} ${this.count === 1 ? 'is' : 'are'} live, ${places}`;
    return [head, ...this.leaks.map((leak) => `${inWords(leak)}, allocated\n${leak.stack}`)].join('\n');
  }
}

/** @param {{ count: number, bytes: number }} sum */
const inWords = ({ count, bytes }) =>
  `${count} ${count === 1 ? 'block' : 'blocks'} of ${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;

/** What is reported when the process ends: of each guest the heap it has then. @type {Map<unknown, () => void>} */
const watched = new Map();

/**
 * Reports the leaks of a heap when the process ends, in JavaScript hosts that
 * have an end: Node, Deno and Bun.
 *
 * @param {unknown} owner whose heap it is; another heap of the same owner takes its place
 * @param {() => void} report
 */
export function reportAtExit(owner, report) {
  if (watched.size === 0) {
    globalThis.process?.on?.('exit', () => {
      for (const each of watched.values()) each();
    });
  }
  watched.set(owner, report);
}
