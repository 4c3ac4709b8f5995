// From samples to figures; pure.

/** @typedef {import('./measure.js').Sample} Sample */

/**
 * @typedef {object} Figures of one allocator
 * @property {{ [workload: string]: number | string }} nsPerCall or why there is none
 * @property {{ [workload: string]: number }} ratios of time to the reference
 * @property {number} [time] geometric mean of the ratios
 * @property {boolean} [atLeast] a workload took too long, so that its ratio and the mean are more than this
 * @property {{ [workload: string]: number }} heaps of peak heap to peak live bytes
 * @property {number} [memory] geometric mean of those over large heaps
 * @property {number} largeHeaps how many those are
 * @property {number} [worstMemory]
 * @property {number} [smallest] peak heap with 100 blocks, in bytes
 * @property {number} [cliff] time a call at 10,000 live against that at 100
 */

/** From this much that lives on, bytes and not pages decide how large a heap is. */
export const LARGE_HEAP_BYTES = 1 << 20;

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** @param {number[]} values */
export const geometricMean = (values) =>
  values.length === 0 ? undefined : Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/**
 * @param {Sample[]} samples of one engine and opt level
 * @param {string} allocator
 * @param {string} reference
 * @returns {Figures}
 */
export function figures(samples, allocator, reference) {
  /** @type {Figures} */
  const result = { nsPerCall: {}, ratios: {}, heaps: {}, largeHeaps: 0 };
  const workloads = [...new Set(samples.map(({ workload }) => workload))];
  /** @type {number[]} */
  const largeHeaps = [];
  for (const workload of workloads) {
    /** @param {string} name */
    const of = (name) => samples.filter((sample) => sample.workload === workload && sample.allocator === name);
    const own = of(allocator);
    /** @param {Sample[]} all */
    const nsPerCall = (all) => median(all.map(({ ns = NaN, calls }) => ns / calls));
    const failed = own.find(({ failure }) => failure !== undefined);
    if (failed || own.length === 0) {
      result.nsPerCall[workload] = failed?.failure ?? 'not run';
      if (failed?.ns === undefined) continue;
      // It was ended then, and would have taken longer.
      result.ratios[workload] = nsPerCall([failed]) / nsPerCall(of(reference));
      result.atLeast = true;
      continue;
    }
    result.nsPerCall[workload] = nsPerCall(own);
    result.ratios[workload] = nsPerCall(own) / nsPerCall(of(reference));
    result.heaps[workload] = median(own.map(({ heap = NaN, peak }) => heap / peak));
    if (own.every(({ peak }) => peak >= LARGE_HEAP_BYTES)) largeHeaps.push(result.heaps[workload]);
    if (workload === 'mix_100') result.smallest = median(own.map(({ heap = NaN }) => heap));
  }
  result.time = geometricMean(Object.values(result.ratios));
  result.memory = geometricMean(largeHeaps);
  result.largeHeaps = largeHeaps.length;
  if (largeHeaps.length > 0) result.worstMemory = Math.max(...largeHeaps);
  const { mix_100: few, mix_10k: many } = result.nsPerCall;
  if (typeof few === 'number' && typeof many === 'number') result.cliff = many / few;
  return result;
}
