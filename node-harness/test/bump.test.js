import assert from 'node:assert/strict';
import { test } from 'node:test';

import '../src/explain/index.js';
import { ALIGN_BYTES, bump } from '../src/heap/bump.js';
import { seeded } from '../test-support/random.js';

const PAGE = 65536;

/**
 * A heap that begins at `base` in a memory of its own.
 *
 * @param {number} base
 * @param {WebAssembly.MemoryDescriptor} [limits]
 */
function heapAt(base, limits = { initial: 1 }) {
  const memory = new WebAssembly.Memory(limits);
  const heap = bump(memory);
  heap.open(base);
  return { heap, memory };
}

test('the first block is at __heap_base, rounded up to 16; the next ones rise', () => {
  const { heap } = heapAt(1001);
  assert.equal(heap.base, 1008);
  assert.deepEqual([5, 5, 17, 1].map((size) => heap.malloc(size)), [1008, 1024, 1040, 1072]);
});

test('no block is at address 0, even if the guest puts its heap there', () => {
  assert.equal(heapAt(0).heap.malloc(1), 16);
});

test('each block of size 0 is a block of its own', () => {
  const { heap } = heapAt(1024);
  assert.deepEqual([heap.malloc(0), heap.malloc(0), heap.malloc(1)], [1024, 1040, 1056]);
  heap.free(1024);
  assert.equal(heap.malloc(0), 1024);
});

test('freeing the last block takes the bump back', () => {
  const { heap } = heapAt(1024);
  heap.malloc(100);
  const last = heap.malloc(100);
  heap.free(last);
  assert.equal(heap.malloc(5000), last);
});

test('freed neighbours join, and the lowest range that is large enough is reused', () => {
  const { heap } = heapAt(1024);
  const [a, b, c, d] = [16, 16, 16, 16].map((size) => heap.malloc(size));
  heap.free(a);
  heap.free(c);
  assert.equal(heap.malloc(32), d + 16);
  heap.free(b);
  assert.equal(heap.malloc(48), a);
});

test('freeing everything, in any order, leaves one range again', () => {
  const random = seeded(0xf3ee);
  const { heap } = heapAt(1024, { initial: 1, maximum: 1 });
  const all = PAGE - 1024;
  for (let round = 0; round < 50; round++) {
    const ptrs = Array.from({ length: 20 }, () => heap.malloc(random.below(2000)));
    while (ptrs.length > 0) heap.free(ptrs.splice(random.below(ptrs.length), 1)[0]);
    assert.equal(heap.malloc(all), 1024);
    heap.free(1024);
  }
  assert.equal(heap.stats().liveBlocks, 0);
});

test('memory grows by as many pages as the block needs', () => {
  const { heap, memory } = heapAt(PAGE - 32);
  assert.equal(heap.malloc(16), PAGE - 32);
  assert.equal(heap.malloc(PAGE), PAGE - 16);
  assert.equal(memory.buffer.byteLength, 2 * PAGE);
  assert.equal(heap.malloc(3 * PAGE), 2 * PAGE - 16);
  assert.equal(memory.buffer.byteLength, 5 * PAGE);
});

test('a heap base beyond the end of memory is grown up to', () => {
  const { heap, memory } = heapAt(2 * PAGE + 64, { initial: 1 });
  assert.equal(heap.malloc(8), 2 * PAGE + 64);
  assert.equal(memory.buffer.byteLength, 3 * PAGE);
});

test('pages that the guest grew are never given out', () => {
  const { heap, memory } = heapAt(PAGE - 64);
  const before = heap.malloc(32);
  const guestStart = memory.grow(1) * PAGE;
  const after = heap.malloc(64);
  assert.equal(after, guestStart + PAGE);
  assert.equal(heap.malloc(32), before + 32, 'the rest of the first pages is still used');
  assert.equal(heap.malloc(PAGE - 64), after + 64, 'and so is the rest of the new run');
  assert.equal(heap.malloc(16), 3 * PAGE);
});

test('pages that the guest grew between creation and the opening of the heap are the guest’s', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const heap = bump(memory);
  memory.grow(2);
  heap.open(PAGE - 16);
  assert.deepEqual([heap.malloc(16), heap.malloc(16)], [PAGE - 16, 3 * PAGE]);
});

test('a heap over a shared memory works the same', () => {
  const { heap, memory } = heapAt(1024, { initial: 1, maximum: 3, shared: true });
  const ptr = heap.malloc(PAGE);
  assert.equal(memory.buffer.byteLength, 2 * PAGE);
  new Uint8Array(memory.buffer)[ptr] = 7;
  heap.malloc(1);
  const moved = heap.realloc(ptr, PAGE + 100);
  assert.equal(new Uint8Array(memory.buffer)[moved], 7);
});

test('out of memory is 0, never an exception, and leaves the heap in working order', () => {
  const { heap, memory } = heapAt(1024, { initial: 1, maximum: 2 });
  for (const size of [2 ** 31, 0xffffffff, 0xfffffff1, -1, 2 * PAGE - 1023]) {
    assert.equal(heap.malloc(size), 0, String(size));
  }
  assert.equal(memory.buffer.byteLength, PAGE, 'a request that cannot be met grows nothing');
  assert.equal(heap.malloc(2 * PAGE - 1024), 1024);
  assert.equal(heap.malloc(0), 0);
  heap.free(1024);
  assert.equal(heap.malloc(0), 1024);
});

test('a request that does not fit beyond the guest’s pages grows nothing', () => {
  const { heap, memory } = heapAt(PAGE, { initial: 2, maximum: 4 });
  memory.grow(1);
  assert.equal(heap.malloc(2 * PAGE), 0);
  assert.equal(memory.buffer.byteLength, 3 * PAGE);
});

test('all of the 4 GiB but the last 16 bytes can be had, as nothing there is touched', () => {
  const { heap, memory } = heapAt(1024);
  const most = 2 ** 32 - 16 - 1024;
  const small = heap.malloc(1);
  assert.equal(heap.realloc(small, most + 1), 0);
  heap.free(small);
  assert.equal(heap.malloc(most + 1), 0);
  assert.equal(memory.buffer.byteLength, PAGE);
  assert.equal(heap.malloc(most), 1024);
  assert.equal(memory.buffer.byteLength, 2 ** 32);
  assert.deepEqual([heap.malloc(1), heap.realloc(1024, most + 1)], [0, 0]);
});

test('sizes are unsigned, as wasm passes i32 to JavaScript signed', () => {
  const { heap } = heapAt(1024, { initial: 1, maximum: 2 });
  assert.deepEqual([-1, -(2 ** 31), 5].map((size) => heap.malloc(size)), [0, 0, 1024]);
});

test('a block may be aligned to more than 16, and what it skips stays free', () => {
  const { heap, memory } = heapAt(1040);
  const ptr = heap.malloc(10, 4096);
  assert.equal(ptr, 4096);
  assert.equal(heap.malloc(16), 1040);
  assert.equal(heap.malloc(1, 2 * PAGE), 2 * PAGE);
  assert.equal(memory.buffer.byteLength, 3 * PAGE);
  assert.deepEqual(heap.blocks(), [{ ptr: 1040, size: 16 }, { ptr: 4096, size: 10 }, { ptr: 2 * PAGE, size: 1 }]);
  for (const block of heap.blocks()) heap.free(block.ptr);
  assert.deepEqual(heap.holes(), [{ ptr: 1040, size: 3 * PAGE - 1040 }]);
});

test('statistics count what was asked for', () => {
  const { heap } = heapAt(1024, { initial: 1, maximum: 2 });
  const ptr = heap.malloc(100);
  heap.free(heap.malloc(50));
  heap.realloc(ptr, PAGE);
  heap.malloc(PAGE);
  assert.deepEqual(heap.stats(), {
    liveBlocks: 1, liveBytes: PAGE, peakBytes: PAGE, pages: 1, mallocs: 3, frees: 1, failed: 1,
  });
});

test('realloc grows the last block where it is, even over new pages', () => {
  const { heap, memory } = heapAt(1024);
  heap.malloc(16);
  const last = heap.malloc(10);
  assert.equal(heap.realloc(last, 100), last);
  assert.equal(heap.realloc(last, 2 * PAGE), last);
  assert.equal(memory.buffer.byteLength, 3 * PAGE);
  assert.equal(heap.sizeOf(last), 2 * PAGE);
});

test('realloc of a block with a live one above moves it and keeps its contents', () => {
  const { heap, memory } = heapAt(1024);
  const ptr = heap.malloc(20);
  heap.malloc(1);
  const contents = Uint8Array.from({ length: 20 }, (_, i) => i + 1);
  new Uint8Array(memory.buffer).set(contents, ptr);
  const moved = heap.realloc(ptr, 3 * PAGE);
  assert.notEqual(moved, ptr);
  assert.deepEqual(new Uint8Array(memory.buffer).slice(moved, moved + 20), contents);
  assert.equal(heap.sizeOf(ptr), undefined);
  assert.equal(heap.malloc(20), ptr, 'the place it left is free');
});

test('realloc grows into a freed neighbour', () => {
  const { heap } = heapAt(1024);
  const [a, b] = [heap.malloc(16), heap.malloc(64)];
  heap.malloc(1);
  heap.free(b);
  assert.equal(heap.realloc(a, 80), a);
  assert.equal(heap.malloc(1), 1024 + 16 + 64 + 16);
});

test('realloc to less gives the tail back, and to 0 keeps a block', () => {
  const { heap } = heapAt(1024);
  const ptr = heap.malloc(100);
  heap.malloc(1);
  assert.equal(heap.realloc(ptr, 20), ptr);
  assert.equal(heap.malloc(60), ptr + 32);
  assert.equal(heap.realloc(ptr, 0), ptr);
  assert.equal(heap.sizeOf(ptr), 0);
});

test('realloc that fails returns 0 and keeps the old block with its contents', () => {
  const { heap, memory } = heapAt(1024, { initial: 1, maximum: 1 });
  const ptr = heap.malloc(4);
  new Uint8Array(memory.buffer)[ptr + 3] = 42;
  for (const size of [PAGE, 2 ** 31, 0xffffffff]) assert.equal(heap.realloc(ptr, size), 0);
  assert.equal(heap.sizeOf(ptr), 4);
  assert.equal(new Uint8Array(memory.buffer)[ptr + 3], 42);
  heap.free(ptr);
});

test('realloc of 0 is malloc, free of 0 does nothing', () => {
  const { heap } = heapAt(1024);
  assert.equal(heap.realloc(0, 8), 1024);
  heap.free(0);
  assert.equal(heap.stats().liveBlocks, 1);
  assert.equal(heap.stats().liveBytes, 8);
});

test('free and realloc of a pointer that is no block are errors that name it', () => {
  const { heap } = heapAt(1024);
  const ptr = heap.malloc(32);
  /** @param {string} call */
  const error = (call) => ({
    name: 'HarnessError',
    code: 'ERR_NOT_A_BLOCK',
    message:
      `the guest called env.${call}, which is not a live block: it was never given out, or it was freed ` +
      'already. Pass exactly what env.malloc or env.realloc returned, once.',
  });
  assert.throws(() => heap.free(ptr + 16), error('free(0x410)'));
  assert.throws(() => heap.realloc(ptr + 1, 8), error('realloc(0x401)'));
  assert.throws(() => heap.free(-16), error('free(0xfffffff0)'));
  heap.free(ptr);
  assert.throws(() => heap.free(ptr), error('free(0x400)'));
  assert.throws(() => heap.realloc(ptr, 8), error('realloc(0x400)'));
});

test('before the heap is open nothing can be had from it', () => {
  const heap = bump(new WebAssembly.Memory({ initial: 1 }));
  assert.throws(() => heap.malloc(5), {
    name: 'HarnessError',
    code: 'ERR_HEAP_NOT_OPEN',
    message:
      "env.malloc(5) was called while the guest's `__heap_base` is not known. Either its start function called " +
      'it, during instantiation: allocate in an exported function instead. Or the guest exports no such ' +
      'global: link it with --export=__heap_base.',
  });
});

for (const seed of [1, 2, 3, 0xbeef]) {
  test(`against a model: blocks stay apart and keep their contents (seed ${seed})`, () => {
    const random = seeded(seed * 2654435761);
    const { heap, memory } = heapAt(5000, { initial: 1, maximum: 40 });
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
        const ptr = heap.malloc(size);
        if (ptr === 0) failures++;
        else {
          assert.ok(!model.has(ptr));
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
          const kept = new Uint8Array(memory.buffer, moved, Math.min(size, old.size));
          assert.ok(kept.every((byte) => byte === old.fill));
          model.delete(ptr);
          put(moved, size);
        }
      } else if (memory.buffer.byteLength < 30 * PAGE) {
        const start = memory.grow(1) * PAGE;
        guestPages.push({ start, end: start + PAGE });
      }
      if (step % 50 === 0) check();
    }
    check();
    assert.ok(failures > 0, 'the maximum was reached');
    assert.ok(guestPages.length > 0, 'the guest grew memory too');

    function check() {
      const ranges = [...model].map(([start, { size }]) => ({ start, end: start + Math.max(size, 1) }));
      const sorted = [...ranges, ...guestPages].sort((a, b) => a.start - b.start);
      for (let i = 1; i < sorted.length; i++) assert.ok(sorted[i - 1].end <= sorted[i].start);
      for (const [ptr, { size, fill }] of model) {
        assert.equal(ptr % ALIGN_BYTES, 0);
        assert.ok(ptr >= 5000 && ptr + size <= memory.buffer.byteLength);
        assert.ok(new Uint8Array(memory.buffer, ptr, size).every((byte) => byte === fill));
        assert.equal(heap.sizeOf(ptr), size);
      }
      assert.equal(heap.stats().liveBlocks, model.size);
    }
  });
}
