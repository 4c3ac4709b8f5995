import { fast } from '../../src/heap/index.js';
import * as assert from '../../test-support/assert.js';
import { PAGE, heapAt, isFilled } from '../../test-support/heaps.js';
import { seeded } from '../../test-support/random.js';
import { suite } from '../../test-support/suites.js';

const test = suite('heap');

test('fast: freed neighbours join, and what is free is reused before memory grows', () => {
  const { heap } = heapAt(fast, 1024);
  const [a, b, c, d] = [16, 16, 16, 16].map((size) => heap.malloc(size));
  heap.free(a);
  heap.free(c);
  assert.equal(heap.malloc(32), d + 16);
  heap.free(b);
  assert.deepEqual([...heap.holes()][0], { ptr: a, size: 48 });
  assert.equal(heap.malloc(48), a);
});

test('fast: freeing everything, in any order, leaves one range for each run of pages', () => {
  const random = seeded(0xf3ee);
  const { heap, memory } = heapAt(fast, 1024, { initial: 1, maximum: 10 });
  for (let round = 0; round < 50; round++) {
    const ptrs = Array.from({ length: 20 }, () => heap.malloc(random.below(2000), 2 ** random.below(10)));
    while (ptrs.length > 0) heap.free(ptrs.splice(random.below(ptrs.length), 1)[0]);
    assert.deepEqual([...heap.holes()], [{ ptr: 1024, size: PAGE - 1040 }]);
  }
  memory.grow(2);
  const ptrs = Array.from({ length: 100 }, () => heap.malloc(1500));
  for (const ptr of ptrs) heap.free(ptr);
  assert.deepEqual([...heap.holes()], [{ ptr: 1024, size: PAGE - 1040 }, { ptr: 3 * PAGE, size: 2 * PAGE - 16 }]);
});

test('fast: blocks and holes are all there is, without a gap', () => {
  const random = seeded(0x9a9);
  const { heap } = heapAt(fast, 1024, { initial: 4, maximum: 4 });
  /** @type {number[]} */
  const ptrs = [];
  for (let step = 0; step < 2000; step++) {
    if (random.below(2) && ptrs.length > 0) heap.free(ptrs.splice(random.below(ptrs.length), 1)[0]);
    else ptrs.push(heap.malloc(random.below(500), 2 ** random.below(8)));
  }
  const all = [...heap.blocks(), ...heap.holes()].sort((a, b) => a.ptr - b.ptr);
  let at = 1024;
  for (const { ptr, size } of all) {
    assert.equal(ptr, at);
    at += Math.ceil(Math.max(size, 1) / 16) * 16;
  }
  assert.equal(at, 4 * PAGE - 16);
});

test('fast: what a guest writes beyond its blocks changes nothing of the heap', () => {
  const { heap, memory } = heapAt(fast, 1024);
  const ptrs = Array.from({ length: 10 }, (_, i) => heap.malloc(i * 10));
  heap.free(ptrs[3]);
  heap.free(ptrs[6]);
  new Uint8Array(memory.buffer).fill(0xff);
  assert.deepEqual([...heap.blocks()].map(({ size }) => size), [0, 10, 20, 40, 50, 70, 80, 90]);
  for (const ptr of ptrs.filter((_, i) => i !== 3 && i !== 6)) heap.free(ptr);
  assert.deepEqual([...heap.holes()], [{ ptr: 1024, size: PAGE - 1040 }]);
});

test('fast: before the answer is no, every free block is looked at', () => {
  const { heap } = heapAt(fast, 1024, { initial: 1, maximum: 1 });
  // Of one bin: 100 free blocks of 528 bytes, and below them one of 752.
  const wanted = heap.malloc(752);
  heap.malloc(1);
  const decoys = Array.from({ length: 45 }, () => [heap.malloc(528), heap.malloc(1)][0]);
  while (heap.malloc(1));
  heap.free(wanted);
  for (const decoy of decoys) heap.free(decoy);
  assert.equal(heap.malloc(752), wanted);
});

test('fast: realloc takes what is free on both sides, if there is no other place', () => {
  const { heap, memory } = heapAt(fast, 1024, { initial: 1, maximum: 1 });
  const [below, block, above] = [heap.malloc(1000), heap.malloc(1000), heap.malloc(1000)];
  while (heap.malloc(1));
  heap.free(below);
  heap.free(above);
  new Uint8Array(memory.buffer, block, 1000).fill(7);
  assert.equal(heap.realloc(block, 3000), below);
  assert.ok(isFilled(memory, below, 1000, 7));
  assert.equal(heap.realloc(below, 4000), 0);
  assert.equal(heap.sizeOf(below), 3000);
});
