/**
 * What a heap costs on the host's side: nanoseconds for a `malloc` and a `free`,
 * called from JavaScript. Heaps take turns, so that a busy moment of the machine
 * meets all of them; printed are the median of the turns and, as what an idle
 * machine would give, the fastest turn.
 *
 *     node node-harness/bench/heap.js [PAIRS-PER-TURN [TURNS]]    # or: make bench-heap
 */
import { bump } from '../src/heap/bump.js';
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
const HEAPS = { bump, fast, 'first fit': (memory) => new FirstFit(memory), maps };

/** @param {number[]} times */
const inWords = (times) => {
  if (times.length === 0) return '–'.padStart(18);
  const sorted = times.sort((a, b) => a - b);
  return `${sorted[sorted.length >> 1].toFixed(1)} (${sorted[0].toFixed(1)})`.padStart(18);
};

console.log(`ns a pair: median of ${turns} turns of ${pairs} pairs, and the fastest turn; Node ${process.version}\n`);
console.log(' '.repeat(44) + Object.keys(HEAPS).map((name) => name.padStart(18)).join(''));
// A copy of the workloads for each heap: a loop that the engine has seen with one
// heap only is what a guest is, too.
const copies = await Promise.all(Object.keys(HEAPS).map((name) => import(`./heap-workloads.js?${encodeURI(name)}`)));
for (const workload of Object.keys(copies[0].WORKLOADS)) {
  const contestants = Object.values(HEAPS).map((make, i) => {
    const heap = make(new WebAssembly.Memory({ initial: 512 }));
    heap.open(1 << 20);
    return { heap, run: copies[i].WORKLOADS[workload], times: /** @type {number[]} */ ([]) };
  });
  for (let turn = -10; turn < turns; turn++) {
    for (const { heap, run, times } of contestants) {
      // What `bump` does not have back it would soon be out of.
      if (heap === contestants[0].heap && !workload.includes('at once')) continue;
      const before = process.hrtime.bigint();
      run(heap, pairs);
      if (turn >= 0) times.push(Number(process.hrtime.bigint() - before) / pairs);
    }
  }
  console.log(workload.padEnd(44) + contestants.map(({ times }) => inWords(times)).join(''));
}
