import { seeded } from '../test-support/random.js';

/** @typedef {Pick<import('../src/core/heap.js').Heap, 'open' | 'malloc' | 'free'>} Measured */

const random = seeded(0x5eed);
const sizes = Array.from({ length: 4096 }, () => random.below(8 << random.below(9)));
const places = Array.from({ length: 4096 }, () => random.below(1000));

/**
 * What programs do with a heap: with one, a function that does it so many times.
 *
 * @type {Record<string, (heap: Measured) => (pairs: number) => void>}
 */
export const WORKLOADS = {
  'a block of 16 bytes, freed at once': (heap) => (pairs) => {
    for (let i = 0; i < pairs; i++) heap.free(heap.malloc(16));
  },
  'blocks up to 2 KiB, each freed at once': (heap) => (pairs) => {
    for (let i = 0; i < pairs; i++) heap.free(heap.malloc(sizes[i & 4095]));
  },
  'a hundred blocks, freed in the same order': (heap) => (pairs) => {
    const live = new Array(100).fill(0);
    for (let i = 0; i < pairs; i += 100) {
      for (let k = 0; k < 100; k++) live[k] = heap.malloc(sizes[(i + k) & 4095]);
      for (let k = 0; k < 100; k++) heap.free(live[k]);
    }
  },
  'a thousand live, one replaced at random': (heap) => {
    const live = Array.from({ length: 1000 }, (_, i) => heap.malloc(sizes[i]));
    let turn = 0;
    return (pairs) => {
      for (let i = 0; i < pairs; i++) {
        const place = places[turn++ & 4095];
        heap.free(live[place]);
        live[place] = heap.malloc(sizes[(turn * 7) & 4095]);
      }
    };
  },
};
