import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { GuestPanic, instantiate, readMemoryImports } from '@wasm-by-hand/node-harness';
import { guestPath, mustExist, panicGuestPath } from '../test-support/guest-files.js';

/**
 * The guest, with the exports that a test is about.
 *
 * @param {string[]} needed
 * @param {import('@wasm-by-hand/node-harness').Options} [options]
 * @param {string} [path]
 */
async function load(needed, options, path = guestPath) {
  const guest = await instantiate(mustExist(path), options);
  for (const name of needed) {
    assert.ok(
      name in guest.exports,
      `${path} does not export \`${name}\`: the end-to-end tests need the guest with every export. Run \`make guest\` first.`,
    );
  }
  return guest;
}

test('the guest imports env.memory: its link arguments reached the linker', () => {
  const [memory] = readMemoryImports(readFileSync(mustExist(guestPath)), guestPath);
  assert.equal(`${memory?.module}.${memory?.name}`, 'env.memory');
});

test('add(1, 2) is 3, and the sum of two u8 does not wrap', async () => {
  const { exports } = await load(['add']);
  assert.equal(exports.add(1, 2), 3);
  assert.equal(exports.add(255, 255), 510);
});

test('foo, three times: rising addresses from __heap_base on, aligned to 16, with 42 at index 3', async () => {
  /** @type {number[][]} */
  const calls = [];
  const { exports, memory } = await load(['foo', '__heap_base'], { onMalloc: (...call) => calls.push(call) });
  const heapBase = exports.__heap_base.value >>> 0;
  const ptrs = [exports.foo() >>> 0, exports.foo() >>> 0, exports.foo() >>> 0];
  assert.deepEqual(calls, ptrs.map((ptr) => [5, ptr]));
  assert.equal(ptrs[0], Math.ceil(heapBase / 16) * 16);
  assert.ok(ptrs[0] < ptrs[1] && ptrs[1] < ptrs[2], ptrs.join(' '));
  for (const ptr of ptrs) {
    assert.equal(ptr % 16, 0);
    assert.equal(new Uint8Array(memory.buffer)[ptr + 3], 42);
  }
});

test('foo returns 0 when the host is out of memory', async () => {
  const { exports } = await load(['foo'], { imports: { env: { malloc: () => 0 } } });
  assert.equal(exports.foo(), 0);
});

test('nth_prime reads its table, counting from 0, and traps beyond it', async () => {
  const { exports } = await load(['nth_prime']);
  assert.deepEqual([0, 1, 2, 3].map((n) => exports.nth_prime(n)), [2, 3, 5, 7]);
  assert.throws(() => exports.nth_prime(-1), WebAssembly.RuntimeError);
});

test('nth_prime_vec finds the same primes, and more, in a vector that grows', async () => {
  const { exports } = await load(['nth_prime_vec']);
  assert.deepEqual([0, 1, 2, 3, 99].map((n) => exports.nth_prime_vec(n)), [2, 3, 5, 7, 541]);
});

test('Math.random comes in from the host', async () => {
  const fixed = await load(['random_add'], { imports: { Math: { random: () => 0.25 } } });
  assert.equal(fixed.exports.random_add(1, 2), 3.25);
  const real = (await load(['random_add'])).exports.random_add(1, 2);
  assert.ok(real >= 3 && real < 4, String(real));
});

test('text goes in, a line comes out', async () => {
  /** @type {string[]} */
  const lines = [];
  const { exports, text } = await load(['alloc', 'dealloc', 'greet'], { onLine: (line) => lines.push(line) });
  for (const name of ['World', 'Zoë 🦀', 'x'.repeat(100_000)]) {
    const placed = text.write(name);
    exports.greet(placed.ptr, placed.len);
    text.release(placed);
  }
  assert.deepEqual(lines, ['Hello, World!', 'Hello, Zoë 🦀!', `Hello, ${'x'.repeat(100_000)}!`]);
});

test('vectors live in the guest and are used by handle', async () => {
  const { exports, bytes } = await load(['alloc', 'dealloc', 'vector_new', 'vector_dot_product', 'vector_free']);
  /** @param {number[]} numbers */
  const vector = (numbers) => {
    const placed = bytes.write(Float64Array.from(numbers));
    const handle = exports.vector_new(placed.ptr, numbers.length);
    bytes.release(placed);
    assert.notEqual(handle, 0);
    return handle;
  };
  const [a, b] = [vector([1, 2, 3]), vector([4, 5, 6.5])];
  assert.equal(exports.vector_dot_product(a, b), 33.5);
  exports.vector_free(a);
  assert.equal(exports.vector_dot_product(b, b), 16 + 25 + 42.25);
  exports.vector_free(b);
});

test('the custom section wasm-by-hand says which guest this is', async () => {
  const sections = (await load([])).customSection('wasm-by-hand');
  assert.equal(sections.length, 1);
  assert.match(new TextDecoder('utf-8', { fatal: true }).decode(sections[0]), /guest-nostd.*\d+\.\d+\.\d+/s);
});

test('the build with panic-message says what went wrong and where', async () => {
  /** @type {GuestPanic[]} */
  const panics = [];
  const { exports } = await load(['panic_now'], { onPanic: (panic) => panics.push(panic) }, panicGuestPath);
  assert.throws(() => exports.panic_now(), (/** @type {any} */ error) => {
    assert.ok(error instanceof GuestPanic, String(error));
    assert.match(error.guestMessage, /\w/);
    assert.match(error.file, /\.rs$/);
    assert.ok(error.line > 0 && error.column > 0);
    assert.equal(
      error.message,
      `the guest panicked at ${error.file}:${error.line}:${error.column}: ${error.guestMessage}`,
    );
    assert.deepEqual(panics, [error]);
    return true;
  });
});
