import { view } from '../../src/core/view.js';
import '../../src/explain/index.js';
import { instantiateFullSync } from '../../src/full.js';
import { assemble } from '../../test-support/assemble.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('memory');

/** @param {import('../../test-support/assemble.js').Limits} memory */
const make = (memory) =>
  instantiateFullSync(assemble({ imports: [{ module: 'env', name: 'memory', memory }] }), { name: 'guest.wasm' }).memory;

test('the memory has the pages asked for and stops at the maximum', () => {
  const memory = make({ initial: 3, maximum: 4 });
  assert.equal(memory.buffer.byteLength, 3 * 65536);
  memory.grow(1);
  assert.throws(() => memory.grow(1), RangeError);
});

test('a shared memory is shared', () => {
  // Not `instanceof`: a page that is not isolated has no name for it.
  assert.equal(Object.prototype.toString.call(make({ initial: 1, maximum: 2, shared: true }).buffer), '[object SharedArrayBuffer]');
});

test('a 64-bit memory is refused', () => {
  // Only an engine that knows such memories gets as far as our refusal.
  if (!WebAssembly.validate(/** @type {BufferSource} */ (assemble({ ownMemory: { initial: 1, is64: true } })))) {
    return assert.throws(() => make({ initial: 1, is64: true }), { code: 'ERR_INVALID_MODULE' });
  }
  assert.throws(() => make({ initial: 1, is64: true }), {
    name: 'HarnessError',
    code: 'ERR_MEMORY',
    message:
      'guest.wasm imports env.memory as a 64-bit memory, and this harness hands out 32-bit addresses. ' +
      'Build the guest for wasm32-unknown-unknown.',
  });
});

test('a memory that the engine cannot make is refused with its size', () => {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = /** @type {any} */ (class {
    constructor() {
      throw new RangeError('could not allocate memory');
    }
  });
  try {
    assert.throws(() => make({ initial: 65536 }), {
      code: 'ERR_MEMORY',
      message:
        'guest.wasm imports env.memory with 65536 pages of 64 KiB, and the engine cannot make it: ' +
        'could not allocate memory. Link the guest with a smaller --initial-memory.',
    });
  } finally {
    WebAssembly.Memory = Memory;
  }
});

const onePage = () => ({ memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }) });

test('a view has every byte up to the last one asked for', () => {
  const guest = onePage();
  assert.equal(view(guest, 65535, 1, 'reading').length, 65536);
  assert.equal(view(guest, 65536, 0, 'reading').length, 65536);
  assert.equal(view(guest, 8, 2, 'writing'), view(guest, 0, 65536 - 1, 'reading'), 'and is made once');
});

test('a view after growth is on the grown memory, also where nothing is asked for', () => {
  const guest = onePage();
  const old = view(guest, 0, 0, 'reading');
  guest.memory.grow(1);
  assert.equal(old.length, 0);
  assert.equal(view(guest, 0, 0, 'reading').length, 2 * 65536);
});

test('a view of a shared memory that has grown reaches its end', () => {
  const guest = { memory: new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }) };
  view(guest, 0, 1, 'reading');
  guest.memory.grow(1);
  assert.equal(view(guest, 65536, 65536, 'reading').length, 2 * 65536);
});

test('a view past the end is refused; addresses and lengths are unsigned', () => {
  const guest = onePage();
  assert.throws(() => view(guest, 65535, 2, 'reading text'), {
    code: 'ERR_OUT_OF_BOUNDS',
    message:
      'reading text at 0xffff with length 2 runs past the end of memory, which has 65536 bytes (0x10000). ' +
      'Check which pointer and length the guest handed out.',
  });
  assert.throws(() => view(guest, -16, 1, 'reading'), /at 0xfffffff0 with length 1 runs past/);
  assert.throws(() => view(guest, 0, -1, 'reading'), /at 0x0 with length 4294967295 runs past/);
});
