import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeMemory, viewOf } from '../src/memory.js';

/** @param {Partial<import('../src/module-imports.js').MemoryImport>} limits */
const make = (limits) =>
  makeMemory(
    { module: 'env', name: 'memory', initialPages: 1, shared: false, is64: false, ...limits },
    'guest.wasm',
  );

test('the memory has the pages asked for and stops at the maximum', () => {
  const memory = make({ initialPages: 3, maximumPages: 4 });
  assert.equal(memory.buffer.byteLength, 3 * 65536);
  memory.grow(1);
  assert.throws(() => memory.grow(1), RangeError);
});

test('a shared memory is shared', () => {
  assert.ok(make({ maximumPages: 2, shared: true }).buffer instanceof SharedArrayBuffer);
});

test('a 64-bit memory is refused', () => {
  assert.throws(() => make({ is64: true }), {
    name: 'HarnessError',
    code: 'ERR_MEMORY',
    message:
      'guest.wasm imports env.memory as a 64-bit memory, and this harness hands out 32-bit addresses. ' +
      'Build the guest for wasm32-unknown-unknown.',
  });
});

test('a memory that the engine cannot make is refused with its size', () => {
  const limits = { initialPages: 65537 };
  assert.throws(() => make(limits), (/** @type {any} */ error) => {
    assert.equal(error.code, 'ERR_MEMORY');
    assert.equal(
      error.message,
      'guest.wasm imports env.memory with 65537 pages of 64 KiB, and the engine cannot make it: ' +
        `${error.cause.message}. Link the guest with a smaller --initial-memory.`,
    );
    return true;
  });
});

test('a view covers exactly the bytes asked for, up to the last one', () => {
  const memory = make({});
  assert.equal(viewOf(memory, 65535, 1, 'reading').length, 1);
  assert.equal(viewOf(memory, 65536, 0, 'reading').length, 0);
  viewOf(memory, 8, 2, 'writing').set([7, 9]);
  assert.deepEqual([...new Uint8Array(memory.buffer, 7, 4)], [0, 7, 9, 0]);
});

test('a view after growth is on the grown memory', () => {
  const memory = make({});
  const old = viewOf(memory, 0, 8, 'reading');
  memory.grow(1);
  assert.equal(old.length, 0);
  assert.equal(viewOf(memory, 65536, 65536, 'reading').length, 65536);
});

test('a view past the end is refused; addresses and lengths are unsigned', () => {
  const memory = make({});
  assert.throws(() => viewOf(memory, 65535, 2, 'reading text'), {
    code: 'ERR_OUT_OF_BOUNDS',
    message:
      'reading text at 0xffff with length 2 runs past the end of memory, which has 65536 bytes (0x10000). ' +
      'Check which pointer and length the guest handed out.',
  });
  assert.throws(() => viewOf(memory, -16, 1, 'reading'), /at 0xfffffff0 with length 1 runs past/);
  assert.throws(() => viewOf(memory, 0, -1, 'reading'), /at 0x0 with length 4294967295 runs past/);
});
