// The exports of src/time, and how often each is done: enough for some
// milliseconds, and little enough that an allocator which frees nothing has room.

/**
 * @typedef {object} Workload
 * @property {string} name its export
 * @property {number} count what it is called with
 */

/** @type {Workload[]} */
export const workloads = [
  { name: 'mix_100', count: 100_000 },
  { name: 'mix_1k', count: 100_000 },
  { name: 'mix_10k', count: 150_000 },
  { name: 'mix_100k', count: 300_000 },
  { name: 'lifo', count: 60 },
  { name: 'fifo', count: 60 },
  { name: 'shuffled', count: 60 },
  { name: 'vec', count: 6000 },
  { name: 'string', count: 80_000 },
  { name: 'btree', count: 150_000 },
  { name: 'tree', count: 300 },
  { name: 'large', count: 1500 },
  { name: 'phases', count: 16 },
  { name: 'chains', count: 4000 },
];
