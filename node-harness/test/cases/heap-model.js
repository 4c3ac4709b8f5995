import * as assert from '../../test-support/assert.js';
import { HEAPS, PAGE, heapAt, isFilled } from '../../test-support/heaps.js';
import { seeded } from '../../test-support/random.js';
import { suite } from '../../test-support/suites.js';

const test = suite('heap');

for (const { name, make, knowsBlocks, joins } of HEAPS) {
  for (const seed of [1, 2, 3, 0xbeef]) {
    test(`${name}: against a model: blocks stay apart and keep their contents (seed ${seed})`, () => {
      const random = seeded(seed * 2654435761);
      const { heap, memory } = heapAt(make, 5000, { initial: 1, maximum: joins ? 30 : 2000 });
      /** Live blocks: address → size and the byte they are filled with. @type {Map<number, { size: number, fill: number }>} */
      const model = new Map();
      /** @type {{ start: number, end: number }[]} */
      const guestPages = [];
      let failures = 0;

      const sizes = [0, 1, 5, 16, 100, 1000, 20000];
      const pick = () => [...model.keys()][random.below(model.size)];
      const someSize = () => sizes[random.below(sizes.length)] + random.below(8);
      /** @param {number} ptr @param {number} size */
      const put = (ptr, size) => {
        const fill = random.below(256);
        new Uint8Array(memory.buffer, ptr, size).fill(fill);
        model.set(ptr, { size, fill });
      };

      for (let step = 0; step < 3000; step++) {
        const choice = random.below(100);
        if (choice < 45 || model.size === 0) {
          const size = someSize();
          const align = choice < 10 ? 2 ** random.below(13) : 16;
          const ptr = heap.malloc(size, align);
          if (ptr === 0) failures++;
          else {
            assert.ok(!model.has(ptr));
            assert.equal(ptr % align, 0);
            put(ptr, size);
          }
        } else if (choice < 75) {
          const ptr = pick();
          model.delete(ptr);
          heap.free(ptr);
        } else if (choice < 99) {
          const ptr = pick();
          const old = /** @type {{ size: number, fill: number }} */ (model.get(ptr));
          const size = someSize();
          const moved = heap.realloc(ptr, size);
          if (moved === 0) failures++;
          else {
            assert.ok(isFilled(memory, moved, Math.min(size, old.size), old.fill));
            model.delete(ptr);
            put(moved, size);
          }
        } else if (guestPages.length < 10) {
          const start = memory.grow(1) * PAGE;
          guestPages.push({ start, end: start + PAGE });
        }
        if (step % 50 === 0) check();
      }
      check();
      if (joins) assert.ok(failures > 0, 'the maximum was reached');
      assert.ok(guestPages.length > 0, 'the guest grew memory too');
      for (const ptr of model.keys()) heap.free(ptr);
      assert.equal(heap.stats().liveBlocks, 0);

      function check() {
        const ranges = [...model].map(([start, { size }]) => ({ start, end: start + Math.max(size, 1) }));
        const sorted = [...ranges, ...guestPages].sort((a, b) => a.start - b.start);
        for (let i = 1; i < sorted.length; i++) assert.ok(sorted[i - 1].end <= sorted[i].start);
        for (const [ptr, { size, fill }] of model) {
          assert.equal(ptr % 16, 0);
          assert.ok(ptr >= 5000 && ptr + size <= memory.buffer.byteLength);
          assert.ok(isFilled(memory, ptr, size, fill));
          if (knowsBlocks) assert.equal(heap.sizeOf(ptr), size);
        }
        const stats = heap.stats();
        assert.equal(stats.liveBlocks, model.size);
        if (knowsBlocks) {
          const blocks = [...model].map(([ptr, { size }]) => ({ ptr, size })).sort((a, b) => a.ptr - b.ptr);
          assert.deepEqual([...heap.blocks()].map(({ ptr, size }) => ({ ptr, size })), blocks);
          assert.equal(stats.liveBytes, blocks.reduce((sum, { size }) => sum + size, 0));
          assert.ok(stats.peakBytes >= stats.liveBytes);
        }
      }
    });
  }
}
