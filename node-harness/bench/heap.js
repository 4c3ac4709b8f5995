/**
 * What a heap costs on the host's side: nanoseconds for a `malloc` and a `free`,
 * called from JavaScript. Heaps take turns, so that a busy moment of the machine
 * meets all of them; printed are the median of the turns and, as what an idle
 * machine would give, the fastest turn.
 *
 *     node node-harness/bench/heap.js [PAIRS-PER-TURN [TURNS]]    # or: make bench-heap
 */
import { bump } from '../src/heap/bump.js';
import { check } from '../src/heap/check.js';
import { counted } from '../src/heap/counted.js';
import { fast } from '../src/heap/fast.js';
import { FirstFit } from '../src/scenario/first-fit.js';

/** @typedef {import('./heap-workloads.js').Measured} Measured */

const [pairs, turns] = [Number(process.argv[2] ?? 5000), Number(process.argv[3] ?? 201)];

/** The least that a heap with coalescing can be: three Maps. @param {WebAssembly.Memory} memory @returns {Measured} */
function maps(memory) {
  /** Of live blocks, of free ranges by their start, and by their end. @type {Map<number, number>[]} */
  const [live, starts, ends] = [new Map(), new Map(), new Map()];
  /** @param {number} start @param {number} end */
  const put = (start, end) => {
    starts.set(start, end);
    ends.set(end, start);
  };
  return {
    open: (base) => put(base, memory.buffer.byteLength),
    malloc(size) {
      const need = Math.ceil(size / 16) * 16 || 16;
      for (const [start, end] of starts) {
        if (end - start < need) continue;
        starts.delete(start);
        ends.delete(end);
        if (start + need < end) put(start + need, end);
        live.set(start, need);
        return start;
      }
      return 0;
    },
    free(ptr) {
      let [start, end] = [ptr, ptr + /** @type {number} */ (live.get(ptr))];
      live.delete(ptr);
      const [above, below] = [starts.get(end), ends.get(start)];
      if (above !== undefined) {
        starts.delete(end);
        ends.delete(above);
        end = above;
      }
      if (below !== undefined) {
        ends.delete(start);
        start = below;
      }
      put(start, end);
    },
  };
}

/** @type {Record<string, (memory: WebAssembly.Memory) => Measured>} */
const HEAPS = { bump, fast, 'fast, counted': counted(fast), 'first fit': (memory) => new FirstFit(memory), maps, check };

const WIDTHS = [42, 18];
/** @param {number} ns */
const figure = (ns) => ns.toFixed(ns < 100 ? 1 : 0);

/** @param {number[]} times */
const inWords = (times) => {
  const [median, fastest] = [times.sort((a, b) => a - b)[times.length >> 1], times[0]];
  const words = times.length === 0 ? '–' : `${figure(median)} (${figure(fastest)})`;
  return words.padStart(WIDTHS[1]);
};

console.log(`ns a pair: median of ${turns} turns of ${pairs} pairs, and the fastest turn; Node ${process.version}\n`);
console.log(' '.repeat(WIDTHS[0]) + Object.keys(HEAPS).map((name) => name.padStart(WIDTHS[1])).join(''));
// A copy of the workloads for each heap: a loop that the engine has seen with one
// heap only is what a guest is, too.
const copies = await Promise.all(Object.keys(HEAPS).map((name) => import(`./heap-workloads.js?${encodeURI(name)}`)));
for (const workload of Object.keys(copies[0].WORKLOADS)) {
  const contestants = Object.entries(HEAPS).map(([name, make], i) => {
    const heap = make(new WebAssembly.Memory({ initial: 512 }));
    heap.open(1 << 20);
    return {
      run: /** @type {(pairs: number) => void} */ (copies[i].WORKLOADS[workload](heap)),
      times: /** @type {number[]} */ ([]),
      pairs: name === 'check' ? Math.ceil(pairs / 5000) * 100 : pairs,
      // What `bump` does not have back it would soon be out of.
      suitable: name !== 'bump' || workload.includes('at once'),
    };
  });
  for (let turn = -10; turn < turns; turn++) {
    for (const { run, times, pairs } of contestants.filter(({ suitable }) => suitable)) {
      const before = process.hrtime.bigint();
      run(pairs);
      if (turn >= 0) times.push(Number(process.hrtime.bigint() - before) / pairs);
    }
  }
  console.log(workload.padEnd(WIDTHS[0]) + contestants.map(({ times }) => inWords(times)).join(''));
}
