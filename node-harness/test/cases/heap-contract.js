import * as assert from '../../test-support/assert.js';
import { HEAPS, PAGE, heapAt } from '../../test-support/heaps.js';
import { seeded } from '../../test-support/random.js';
import { suite } from '../../test-support/suites.js';

const test = suite('heap');

for (const { name, make, knowsBlocks } of HEAPS) {
  /** @param {string} sentence @param {() => void} body */
  const holds = (sentence, body) => test(`${name}: ${sentence}`, body);

  holds('blocks rise from __heap_base on, aligned to 16 bytes, each in a place of its own', () => {
    const { heap } = heapAt(make, 1001);
    const ptrs = [5, 0, 0, 17, 1].map((size) => heap.malloc(size));
    assert.ok(ptrs[0] >= 1001);
    ptrs.forEach((ptr, i) => {
      assert.equal(ptr % 16, 0);
      if (i > 0) assert.ok(ptr > ptrs[i - 1]);
    });
  });

  holds('no block is at address 0, even if the guest puts its heap there', () => {
    assert.ok(heapAt(make, 0).heap.malloc(1) > 0);
  });

  holds('alignments up to that of a page are kept, by realloc too as far as they are 16', () => {
    const { heap } = heapAt(make, 1040);
    for (let align = 1; align <= PAGE; align *= 2) {
      const ptrs = [1, 100].map((size) => heap.malloc(size, align));
      for (const ptr of ptrs) {
        assert.equal(ptr % align, 0, String(align));
        assert.equal(heap.realloc(ptr, 5000) % 16, 0);
      }
    }
  });

  holds('memory grows by as many pages as the blocks need', () => {
    const { heap, pages } = heapAt(make, PAGE - 4096);
    assert.ok(heap.malloc(2000));
    assert.equal(pages(), 1);
    assert.ok(heap.malloc(PAGE));
    assert.equal(pages(), 2);
    assert.ok(heap.malloc(3 * PAGE));
    assert.equal(pages(), 5);
    assert.equal(heap.stats().pages, 4);
  });

  holds('a heap base beyond the end of memory is grown up to', () => {
    const { heap, pages } = heapAt(make, 2 * PAGE + 64, { initial: 1 });
    assert.ok(heap.malloc(8) >= 2 * PAGE + 64);
    assert.equal(pages(), 3);
  });

  holds('a memory without pages is no obstacle', () => {
    const { heap } = heapAt(make, 1024, { initial: 0 });
    assert.ok(heap.malloc(8) >= 1024);
  });

  holds('pages that the guest grew are never given out, before the heap is open and after', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const heap = make(memory);
    memory.grow(2);
    heap.open(PAGE - 4096);
    /** @type {[number, number][]} */
    const taken = [];
    const foreign = [[PAGE, 3 * PAGE]];
    for (let i = 0; i < 200; i++) {
      const ptr = heap.malloc(3000);
      taken.push([ptr, ptr + 3000]);
      if (i % 7 === 0) {
        const start = memory.grow(1) * PAGE;
        foreign.push([start, start + PAGE]);
      }
    }
    for (const [from, to] of foreign) assert.ok(taken.every(([start, end]) => end <= from || start >= to));
  });

  holds('a heap over a shared memory works the same, while another thread grows it', () => {
    const { heap, memory } = heapAt(make, 1024, { initial: 1, maximum: 40, shared: true });
    const ptr = heap.malloc(PAGE);
    new Uint8Array(memory.buffer)[ptr] = 7;
    memory.grow(1);
    heap.malloc(1);
    const moved = heap.realloc(ptr, 3 * PAGE);
    assert.equal(new Uint8Array(memory.buffer)[moved], 7);
  });

  holds('out of memory is 0 and counted, never an exception, and leaves the heap in working order', () => {
    const { heap } = heapAt(make, 1024, { initial: 1, maximum: 2 });
    for (const size of [2 ** 31, 0xffffffff, 0xfffffff1, -1, 2 * PAGE - 1023]) {
      assert.equal(heap.malloc(size), 0, String(size));
    }
    assert.equal(heap.stats().failed, 5);
    const ptr = heap.malloc(PAGE);
    assert.equal(heap.realloc(ptr, 2 * PAGE), 0);
    assert.equal(heap.sizeOf(ptr), PAGE, 'the old block stays');
    heap.free(ptr);
    assert.notEqual(heap.malloc(PAGE), 0);
  });

  holds('what maxBytes and maxPages forbid is 0 and counted', () => {
    const bytes = heapAt(make, 1024, { initial: 1 }, { maxBytes: 1000 }).heap;
    const [first, second] = [bytes.malloc(500), bytes.malloc(300)];
    assert.equal(bytes.malloc(500), 0);
    assert.equal(bytes.realloc(second, 501), 0);
    assert.notEqual(bytes.realloc(second, 400), 0);
    assert.ok(first > 0);
    assert.equal(bytes.stats().failed, 2);

    const { heap, pages } = heapAt(make, 1024, { initial: 1 }, { maxPages: 3 });
    assert.equal(heap.malloc(3 * PAGE), 0);
    assert.notEqual(heap.malloc(2 * PAGE), 0);
    assert.equal(heap.malloc(PAGE), 0);
    assert.equal(pages(), 3);
    assert.equal(heap.stats().failed, 2);
  });

  holds('sizes are unsigned, as wasm passes i32 to JavaScript signed', () => {
    const { heap } = heapAt(make, 1024, { initial: 1, maximum: 2 });
    assert.equal(heap.malloc(-1), 0);
    assert.equal(heap.malloc(-(2 ** 31)), 0);
    assert.equal(heap.realloc(heap.malloc(1), -1), 0);
  });

  holds('addresses in the upper 2 GiB arrive signed, and are blocks all the same', () => {
    const { heap } = heapAt(make, 2 ** 31 + 64, { initial: 32769 });
    const ptr = heap.malloc(10);
    assert.ok(ptr > 2 ** 31);
    assert.equal(heap.sizeOf(ptr | 0), 10);
    const larger = heap.realloc(ptr | 0, 1000);
    heap.free(larger | 0);
    assert.deepEqual([...heap.blocks()], []);
  });

  holds('realloc keeps the contents, whichever way it goes', () => {
    const { heap, memory } = heapAt(make, 1024, { initial: 1, maximum: 40 });
    const random = seeded(0xca11);
    const contents = Uint8Array.from({ length: 40000 }, () => random.below(256));
    let size = 100;
    let ptr = heap.malloc(size);
    new Uint8Array(memory.buffer).set(contents.subarray(0, size), ptr);
    for (const newSize of [1, 16, 3000, 2999, 40000, 17, 20000]) {
      if (newSize % 2) heap.malloc(1);
      ptr = heap.realloc(ptr, newSize);
      const kept = Math.min(size, newSize);
      assert.deepEqual(new Uint8Array(memory.buffer, ptr, kept), contents.subarray(0, kept));
      new Uint8Array(memory.buffer).set(contents.subarray(0, newSize), ptr);
      size = newSize;
    }
  });

  holds('realloc of 0 is malloc, free of 0 does nothing, and realloc to 0 keeps a block', () => {
    const { heap } = heapAt(make, 1024);
    const ptr = heap.realloc(0, 8);
    assert.ok(ptr > 0);
    heap.free(0);
    assert.equal(heap.stats().liveBlocks, 1);
    assert.ok(heap.realloc(ptr, 0) > 0);
    assert.equal(heap.stats().liveBlocks, 1);
  });

  holds('the last block is resized where it is, over new pages too, and freed', () => {
    const { heap, pages } = heapAt(make, 1024);
    heap.malloc(16);
    const last = heap.malloc(10);
    if (name === 'check') return;
    assert.equal(heap.realloc(last, 100), last);
    assert.equal(heap.realloc(last, 2 * PAGE), last);
    assert.equal(pages(), 3);
    assert.equal(heap.sizeOf(last), 2 * PAGE);
    heap.free(last);
    assert.equal(heap.malloc(5000), last);
  });

  holds('statistics add up', () => {
    const { heap } = heapAt(make, 1024);
    const ptrs = [10, 20, 30].map((size) => heap.malloc(size));
    const peak = heap.stats().liveBytes;
    heap.free(ptrs[2]);
    heap.realloc(ptrs[1], 5);
    const stats = heap.stats();
    assert.equal(stats.liveBlocks, 2);
    assert.equal(stats.mallocs - stats.frees, 2);
    assert.equal(stats.peakBytes, peak);
    if (knowsBlocks) {
      assert.equal(peak, 60);
      assert.equal(stats.liveBytes, 15);
    }
  });

  holds('before it is open nothing can be had, and the error says why', () => {
    const heap = make(new WebAssembly.Memory({ initial: 1 }));
    assert.throws(() => heap.malloc(5), {
      name: 'HarnessError',
      code: 'ERR_HEAP_NOT_OPEN',
      message:
        "env.malloc(5) was called while the guest's `__heap_base` is not known. Either its start function called " +
        'it, during instantiation: allocate in an exported function instead. Or the guest exports no such ' +
        'global: link it with --export=__heap_base.',
    });
  });

  if (knowsBlocks) {
    holds('free and realloc of a pointer that is no block are errors that name it', () => {
      const { heap } = heapAt(make, 1024);
      const ptr = heap.malloc(32);
      /** @param {string} call */
      const error = (call) => ({ name: 'HarnessError', code: 'ERR_NOT_A_BLOCK', message: new RegExp(`env.${call}\\(`) });
      for (const wrong of [ptr + 16, ptr + 1, -16, 4, 16, 128, 512, 0x10000000]) {
        assert.throws(() => heap.free(wrong), error('free'));
        assert.throws(() => heap.realloc(wrong, 8), error('realloc'));
        assert.equal(heap.sizeOf(wrong), undefined);
      }
      heap.free(ptr);
      assert.throws(() => heap.free(ptr), { name: 'HarnessError' });
      assert.throws(() => heap.realloc(ptr, 8), { name: 'HarnessError' });
      assert.equal(heap.sizeOf(ptr), undefined);
    });
  }
}

for (const { name, make } of HEAPS.filter(({ name }) => name !== 'check')) {
  test(`${name}: all of the 4 GiB but the last 16 bytes can be had, as nothing there is touched`, () => {
    const { heap, pages } = heapAt(make, 1024);
    const most = 2 ** 32 - 16 - 1024;
    const small = heap.malloc(1);
    assert.equal(heap.realloc(small, most + 1), 0);
    heap.free(small);
    assert.equal(heap.malloc(most + 1), 0);
    assert.equal(pages(), 1, 'a request that cannot be met grows nothing');
    assert.equal(heap.malloc(most), 1024);
    assert.equal(pages(), PAGE);
    assert.deepEqual([heap.malloc(1), heap.realloc(1024, most + 1)], [0, 0]);
  });
}
