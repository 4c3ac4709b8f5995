// Runs workloads in Node, in turn, as a thread that `watch.js` watches.
//
// Every sample has an instance and a memory of its own, so that no heap is in the
// state that another workload left. Page faults of the first touch are part of
// the time: an allocator that needs more pages has more of them.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { readMemoryImports } from '../../node-harness/src/module-imports.js';

/**
 * @typedef {object} Plan
 * @property {{ name: string, path: string }[]} modules
 * @property {string} counting the module that counts
 * @property {import('./workloads.js').Workload[]} workloads
 * @property {number} rounds
 */

/**
 * @typedef {object} Sample one call of a workload
 * @property {string} allocator
 * @property {string} workload
 * @property {number} calls of the allocator
 * @property {number} peak the most that lived, in bytes
 * @property {number} [ns] time
 * @property {number} [heap] in bytes, from `__heap_base` to the end of memory
 * @property {string} [failure] why there is neither
 */

/**
 * @typedef {object} Message
 * @property {number} step
 * @property {Sample} sample
 * @property {boolean} ended or about to begin
 * @property {boolean} [counts]
 */

/** A workload that takes this long is run once. */
const SLOW_NS = 5e8;

/** @param {string} path */
function load(path) {
  const bytes = readFileSync(path);
  const [limits] = readMemoryImports(bytes, path);
  const module = new WebAssembly.Module(bytes);
  return () => {
    const memory = new WebAssembly.Memory({ initial: limits.initialPages, maximum: 65536 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return { memory, exports: /** @type {{ [name: string]: any }} */ (exports) };
  };
}

/**
 * @param {ReturnType<typeof load>} instantiate
 * @param {import('./workloads.js').Workload} workload
 * @param {number} seed
 */
function run(instantiate, { name, count }, seed) {
  const { memory, exports } = instantiate();
  // Of the processor and not of the clock: other programs may be running.
  const begin = process.cpuUsage();
  const sum = exports[name](seed, count) >>> 0;
  const { user, system } = process.cpuUsage(begin);
  const heap = memory.buffer.byteLength - exports.__heap_base.value;
  return { ns: 1000 * (user + system), sum, heap, memory, exports };
}

/**
 * @param {Plan} plan
 * @param {number} first the step to begin with: earlier ones are done
 * @param {Set<string>} done what is not to be run again
 */
function measure({ modules, counting, workloads, rounds }, first, done) {
  const count = load(counting);
  const loaded = modules.map(({ name, path }) => ({ name, instantiate: load(path) }));
  let step = 0;
  // The first round is for the caches, and only what is slow is known by it.
  for (let round = 0; round <= rounds; round++) {
    for (const workload of workloads) {
      const seed = 1 + round;
      if (step + loaded.length <= first) {
        step += loaded.length;
        continue;
      }
      const { sum: right, memory, exports } = run(count, workload, seed);
      const [calls, , peak] = new Uint32Array(memory.buffer, exports.counters(), 5);
      for (let turn = 0; turn < loaded.length; turn++) {
        const { name, instantiate } = loaded[(turn + round) % loaded.length];
        const key = `${name} ${workload.name}`;
        if (step++ < first || done.has(key)) continue;
        /** @type {Sample} */
        const sample = { allocator: name, workload: workload.name, calls, peak };
        parentPort?.postMessage({ step, sample, ended: false });
        try {
          const { ns, sum, heap } = run(instantiate, workload, seed);
          if (sum === 0) sample.failure = 'no memory';
          else if (sum !== right) sample.failure = 'wrong';
          else Object.assign(sample, { ns, heap });
        } catch (error) {
          sample.failure = error instanceof WebAssembly.RuntimeError ? 'trap' : String(error);
        }
        if (sample.failure !== undefined || (sample.ns ?? 0) > SLOW_NS) done.add(key);
        parentPort?.postMessage({ step, sample, ended: true, counts: round > 0 || done.has(key) });
        // @ts-ignore: --expose-gc. Every memory takes gigabytes of addresses.
        globalThis.gc();
      }
    }
  }
}

const { plan, first, done } = workerData;
measure(plan, first, done);
