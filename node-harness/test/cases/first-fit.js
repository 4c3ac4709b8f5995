import '../../src/explain/index.js';
import { FirstFit } from '../../src/scenario/first-fit.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('first-fit');

const PAGE = 65536;

/** @param {WebAssembly.MemoryDescriptor} [descriptor] */
function heapAt1024(descriptor = { initial: 1 }) {
  const memory = new WebAssembly.Memory(descriptor);
  const heap = new FirstFit(memory);
  heap.open(1024);
  return { heap, memory };
}

test('the lowest range that is large enough is reused, and freed neighbours join', () => {
  const { heap } = heapAt1024();
  const [a, b, c, d] = [16, 16, 16, 16].map((size) => heap.malloc(size));
  heap.free(a);
  heap.free(c);
  assert.equal(heap.malloc(32), d + 16);
  heap.free(b);
  assert.equal(heap.malloc(48), a);
});

test('realloc stays in place if it can, over new pages too, and moves with its contents if not', () => {
  const { heap, memory } = heapAt1024();
  const ptr = heap.malloc(20);
  assert.equal(heap.realloc(ptr, 2 * PAGE), ptr);
  assert.equal(heap.realloc(ptr, 20), ptr);
  const above = heap.malloc(40);
  new Uint8Array(memory.buffer, ptr, 20).fill(7);
  const moved = heap.realloc(ptr, 100);
  assert.equal(moved, above + 48);
  assert.ok(new Uint8Array(memory.buffer, moved, 20).every((byte) => byte === 7));
  assert.deepEqual([heap.sizeOf(ptr), heap.sizeOf(moved)], [undefined, 100]);
});

test('pages that the guest grew are not given out, and what cannot be had is 0', () => {
  const { heap, memory } = heapAt1024({ initial: 1, maximum: 3 });
  memory.grow(1);
  assert.equal(heap.malloc(PAGE), 2 * PAGE);
  assert.deepEqual([heap.malloc(PAGE), heap.realloc(heap.malloc(8), PAGE)], [0, 0]);
});

test('a pointer that is no block is refused', () => {
  assert.throws(() => heapAt1024().heap.free(5), { code: 'ERR_NOT_A_BLOCK' });
});
