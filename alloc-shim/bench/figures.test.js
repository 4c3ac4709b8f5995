// How samples become figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frontier } from './chart.js';
import { figures, geometricMean } from './figures.js';

const LARGE = 2 << 20;

/** @param {string} allocator @param {string} workload @param {number} ns @param {number} [heap] @param {number} [peak] */
const sample = (allocator, workload, ns, heap = LARGE, peak = LARGE) =>
  ({ allocator, workload, calls: 10, peak, ns, heap });

test('a time is the median of the rounds, and a ratio is to the reference', () => {
  const samples = [
    ...[100, 900, 300].map((ns) => sample('ours', 'mix_100', ns)),
    ...[600, 600, 600].map((ns) => sample('theirs', 'mix_100', ns)),
  ];
  const { nsPerCall, ratios, time } = figures(samples, 'ours', 'theirs');
  assert.equal(nsPerCall.mix_100, 30);
  assert.equal(ratios.mix_100, 0.5);
  assert.equal(time, 0.5);
});

test('the mean of ratios is geometric, so that half as long and twice as long are even', () => {
  assert.equal(geometricMean([0.5, 2]), 1);
  assert.equal(geometricMean([]), undefined);
});

test('memory is of workloads with a large heap, and the worst of them is named', () => {
  const samples = [
    sample('ours', 'mix_100', 10, 100_000, 1000),
    sample('ours', 'mix_10k', 40, 4 * LARGE, LARGE),
    sample('ours', 'vec', 40, LARGE, LARGE),
  ];
  const { heaps, memory, worstMemory, smallest, cliff } = figures(samples, 'ours', 'ours');
  assert.equal(heaps.mix_100, 100);
  assert.equal(memory, 2);
  assert.equal(worstMemory, 4);
  assert.equal(smallest, 100_000);
  assert.equal(cliff, 4);
});

test('a workload that was ended counts with the time it had, and the mean is marked', () => {
  const samples = [
    { ...sample('ours', 'vec', 8000), failure: '> 2 s' },
    sample('theirs', 'vec', 1000),
  ];
  const { nsPerCall, ratios, atLeast, memory } = figures(samples, 'ours', 'theirs');
  assert.equal(nsPerCall.vec, '> 2 s');
  assert.equal(ratios.vec, 8);
  assert.equal(atLeast, true);
  assert.equal(memory, undefined);
});

test('a workload that failed counts for nothing, and says why', () => {
  const samples = [
    { allocator: 'ours', workload: 'vec', calls: 1, peak: LARGE, failure: 'no memory' },
    sample('theirs', 'vec', 1000),
  ];
  const { nsPerCall, ratios } = figures(samples, 'ours', 'theirs');
  assert.equal(nsPerCall.vec, 'no memory');
  assert.deepEqual(ratios, {});
});

test('nobody on the frontier has another below and to the left', () => {
  const small = { bytes: 100, time: 3 };
  const fast = { bytes: 900, time: 1 };
  assert.deepEqual(frontier([fast, { bytes: 950, time: 1.5 }, small, { bytes: 100, time: 4 }]), [small, fast]);
});
