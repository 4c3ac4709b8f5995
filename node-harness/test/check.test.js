import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { check, instantiateSync } from '../src/node.js';
import { I32, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';
import { matchesGolden } from '../test-support/golden.js';
import { seeded } from '../test-support/random.js';

const PAGE = 65536;

const [MALLOC, FREE, FREE_SIZED, REALLOC, ALIGNED_ALLOC, MAKE_BLOCK, DROP_BLOCK] = [0, 1, 2, 3, 4, 5, 6];

/** A pointer in local 0, from `make_block`. @param {number} size */
const make = (size) => [...op.i32(size), ...op.call(MAKE_BLOCK), ...op.set(0)];
const drop = [...op.get(0), ...op.call(DROP_BLOCK)];
/** Writes 42 at an offset from the pointer. @param {number} offset */
const write = (offset) => [...op.get(0), ...op.i32(offset), ...op.add(), ...op.i32(42), ...op.storeByte(0)];

/** Each mistake, in a function of the guest that makes it, and the error that it is to be found by. */
const PLANTED = [
  { name: 'overrun_by_1', code: [...make(5), ...write(5), ...drop], error: 'ERR_OVERRUN', freed: false },
  { name: 'overrun_of_a_whole_granule', code: [...make(16), ...write(16), ...drop], error: 'ERR_OVERRUN', freed: false },
  { name: 'overrun_of_an_empty_block', code: [...make(0), ...write(0), ...drop], error: 'ERR_OVERRUN', freed: false },
  { name: 'underrun_by_1', code: [...make(5), ...write(-1), ...drop], error: 'ERR_UNDERRUN', freed: false },
  { name: 'overrun_seen_by_realloc', code: [...make(5), ...write(5), ...op.get(0), ...op.i32(9), ...op.call(REALLOC), ...op.drop()], error: 'ERR_OVERRUN', freed: false },
  { name: 'double_free', code: [...make(5), ...drop, ...drop], error: 'ERR_DOUBLE_FREE', freed: true },
  { name: 'realloc_of_a_freed_block', code: [...make(5), ...drop, ...op.get(0), ...op.i32(9), ...op.call(REALLOC), ...op.drop()], error: 'ERR_REALLOC_FREED', freed: true },
  { name: 'free_inside_of_a_block', code: [...make(5), ...op.get(0), ...op.i32(4), ...op.add(), ...op.call(DROP_BLOCK)], error: 'ERR_NOT_A_BLOCK', freed: false },
  { name: 'size_mismatch', code: [...make(5), ...op.get(0), ...op.i32(6), ...op.call(FREE_SIZED)], error: 'ERR_SIZE_MISMATCH', freed: false },
  { name: 'free_of_what_was_never_given_out', code: [...op.i32(50000), ...op.call(DROP_BLOCK)], error: 'ERR_NOT_A_BLOCK', freed: undefined },
];

/** Mistakes that the guest's call comes back from, and `verify` finds. */
const LATER = [
  { name: 'use_after_free', code: [...make(5), ...drop, ...write(4)], error: 'ERR_USE_AFTER_FREE', freed: true },
  { name: 'overrun_without_free', code: [...make(5), ...write(5)], error: 'ERR_OVERRUN', freed: false },
];

const GUEST = assemble({
  imports: [
    envMemory(1, 100),
    envFunc('malloc', { params: [I32], results: [I32] }),
    envFunc('free', { params: [I32] }),
    envFunc('free', { params: [I32, I32] }),
    envFunc('realloc', { params: [I32, I32], results: [I32] }),
    envFunc('aligned_alloc', { params: [I32, I32], results: [I32] }),
  ],
  globals: { __heap_base: 1024 },
  funcs: [
    { debugName: 'make_block', params: [I32], results: [I32], code: [...op.get(0), ...op.call(MALLOC)] },
    { debugName: 'drop_block', params: [I32], code: [...op.get(0), ...op.call(FREE)] },
    ...[...PLANTED, ...LATER].map(({ name, code }) => ({ name, debugName: name, code, locals: 1 })),
    { name: 'alloc', debugName: 'alloc', params: [I32], results: [I32], code: [...op.get(0), ...op.call(MAKE_BLOCK)] },
    { name: 'alloc_elsewhere', debugName: 'alloc_elsewhere', params: [I32], results: [I32], code: [...op.get(0), ...op.call(MAKE_BLOCK)] },
    { name: 'dealloc', debugName: 'dealloc', params: [I32], code: [...op.get(0), ...op.call(DROP_BLOCK)] },
    { name: 'alloc_aligned', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.call(ALIGNED_ALLOC)] },
    { name: 'dealloc_sized', params: [I32, I32], code: [...op.get(0), ...op.get(1), ...op.call(FREE_SIZED)] },
    { name: 'resize', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.call(REALLOC)] },
    { name: 'write', debugName: 'write', params: [I32, I32], code: [...op.get(0), ...op.get(1), ...op.storeByte(0)] },
  ],
});

/** @param {import('../src/node.js').Options} [options] */
const guestWith = (options) => instantiateSync(GUEST, { heap: check, ...options });

/** What `call` throws. @param {() => void} call @returns {any} */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail('nothing was thrown');
}

/** Without what differs from machine to machine: the hash of the module, offsets, and frames of JavaScript. @param {string} text */
const portable = (text) =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('    at ') || line.includes('wasm'))
    .map((line) => line.replace(/ \(?wasm:.*$/, ''))
    .join('\n');

for (const { name, error: code, freed } of [...PLANTED, ...LATER]) {
  test(`${name} is found, with the stacks that allocated and freed the block`, () => {
    const guest = guestWith();
    const error = thrownBy(() => {
      guest.exports[name]();
      guest.heap.verify?.();
    });
    assert.equal(error.name, 'HarnessError');
    assert.equal(error.code, code);
    if (freed === undefined) assert.equal(error.allocated, undefined);
    else {
      assert.match(error.allocated, new RegExp(`make_block.*\\n.*at ${name} `));
      assert.ok(error.message.includes(error.allocated), 'the text has the stack, too');
      if (freed) assert.match(error.freed, new RegExp(`drop_block.*\\n.*at ${name} `));
      else assert.equal(error.freed, undefined);
      assert.equal(guest.heap.sizeOf(error.ptr) ?? error.size, error.size);
    }
    matchesGolden(`check/${name}.txt`, `${code}\n${portable(error.message)}\n`);
  });
}

test('a mistake is reported once', () => {
  const guest = guestWith();
  guest.exports.overrun_without_free();
  assert.throws(() => guest.heap.verify?.(), { code: 'ERR_OVERRUN' });
  guest.heap.verify?.();
});

test('with verifyOnReturn a mistake is found when the call that made it returns', () => {
  const guest = guestWith({ verifyOnReturn: true });
  const { overrun_without_free: overrun, alloc } = guest.exports;
  assert.throws(overrun, { code: 'ERR_OVERRUN', message: /as the return of overrun_without_free found/ });
  guest.reset();
  assert.throws(overrun, { code: 'ERR_OVERRUN' });
  assert.ok(alloc(8) > 0);
  assert.equal(guest.exports.alloc.length, 1);
});

test('a write to a freed block is found when it leaves the quarantine, and the heap goes on', () => {
  const { exports, heap } = guestWith({ quarantineBlocks: 10 });
  const ptr = exports.alloc(100);
  exports.dealloc(ptr);
  exports.write(ptr + 50, 1);
  for (let i = 0; i < 9; i++) exports.dealloc(exports.alloc(1));
  const last = exports.alloc(1);
  assert.throws(() => heap.free(last), { code: 'ERR_USE_AFTER_FREE', message: /50 bytes into it, as the end of its quarantine found/ });
  assert.equal(heap.stats().liveBlocks, 0);
  heap.verify?.();
});

test('the quarantine holds no more bytes and blocks than it may, so memory stops growing', () => {
  for (const limits of [{ quarantineBytes: 10000 }, { quarantineBlocks: 50 }]) {
    const { exports, memory } = guestWith(limits);
    for (let i = 0; i < 2000; i++) exports.dealloc(exports.alloc(i % 200));
    assert.ok(memory.buffer.byteLength <= 2 * PAGE);
  }
  const { exports, memory, heap } = guestWith();
  for (let i = 0; i < 20; i++) exports.dealloc(exports.alloc(30 * PAGE));
  assert.ok(memory.buffer.byteLength <= 32 * PAGE);
  assert.equal(heap.stats().failed, 0);
});

test('out of memory, what is in quarantine is given out', () => {
  const { exports, heap } = guestWith();
  for (let i = 0; i < 100; i++) {
    const ptr = exports.alloc(15 * PAGE);
    assert.notEqual(ptr, 0);
    exports.dealloc(ptr);
  }
  assert.equal(heap.stats().failed, 0);
});

test('an overrun of any length, by any byte, is found', () => {
  for (let byte = 0; byte < 256; byte++) {
    const { exports, heap } = guestWith();
    const ptr = exports.alloc(13);
    exports.write(ptr + 13, byte);
    exports.write(ptr + 14, byte);
    assert.throws(() => heap.free(ptr), { code: 'ERR_OVERRUN' });
  }
});

test('red zones are as wide as the option says, around aligned blocks too', () => {
  const { exports, heap } = guestWith({ redZone: 64 });
  for (const align of [16, 256]) {
    const ptr = heap.malloc(10, align);
    assert.equal(ptr % align, 0);
    exports.write(ptr - 64, 0);
    exports.write(ptr + 10 + 63, 0);
    const error = thrownBy(() => heap.verify?.());
    assert.equal(error.code, 'ERR_OVERRUN');
    heap.verify?.();
  }
});

test('a fresh block has no old contents', () => {
  const { exports, heap, memory } = guestWith();
  const ptr = exports.alloc(5);
  assert.deepEqual([...new Uint8Array(memory.buffer, ptr - 2, 9)], [0xfa, 0xce, 0xba, 0xbe, 0xba, 0xbe, 0xba, 0xce, 0xfa]);
  heap.free(ptr);
  assert.deepEqual([...new Uint8Array(memory.buffer, ptr - 2, 4)], [0xde, 0xad, 0xde, 0xad]);
});

test('leaks are grouped by where they were allocated, the largest first', () => {
  const { exports, heap } = guestWith();
  const kept = [exports.alloc(10), exports.alloc(10)];
  const big = exports.alloc_elsewhere(100);
  exports.dealloc(exports.alloc(5));
  const report = heap.leaks?.();
  assert.ok(report);
  assert.deepEqual([report.count, report.bytes], [3, 120]);
  assert.match(report.leaks[0].stack, /alloc_elsewhere/);
  assert.deepEqual(report.leaks[0].blocks, [{ ptr: big, size: 100 }]);
  // The two calls of `alloc` are at different columns of this file.
  assert.deepEqual(report.leaks.slice(1).flatMap(({ blocks }) => blocks.map(({ ptr }) => ptr)), kept);
  matchesGolden('check/leaks.txt', `${portable(String(report))}\n`);
  for (const ptr of [...kept, big]) exports.dealloc(ptr);
  assert.equal(String(heap.leaks?.()), 'no block is live');
});

test('blocks from one place are one group', () => {
  const { exports, heap } = guestWith();
  for (let i = 0; i < 7; i++) exports.alloc(3);
  assert.deepEqual(heap.leaks?.().leaks.map(({ count, bytes }) => [count, bytes]), [[7, 21]]);
});

test('blocks know their stack', () => {
  const { exports, heap } = guestWith();
  exports.alloc(3);
  const [block] = /** @type {Iterable<any>} */ (heap.blocks());
  assert.match(block.stack, /make_block.*\n.*at alloc /);
  assert.doesNotMatch(block.stack, /node-harness\/src/);
});

test('what leaks until the process ends is reported then, of the last instance of each guest', () => {
  const script = `
    import { check, instantiateSync } from ${JSON.stringify(new URL('../src/node.js', import.meta.url).href)};
    const bytes = Buffer.from(process.argv[1], 'base64');
    const onLeaks = (report) => console.log(report.count, report.bytes, /make_block/.test(report));
    for (const size of [10, 20]) {
      const guest = instantiateSync(bytes, { heap: check, onLeaks });
      guest.exports.alloc(1000);
      guest.reset();
      guest.exports.alloc(size);
    }
    const clean = instantiateSync(bytes, { heap: check, onLeaks });
    clean.exports.dealloc(clean.exports.alloc(5));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, Buffer.from(GUEST).toString('base64')], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  assert.equal(stderr, '');
  assert.equal(stdout, '1 10 true\n1 20 true\n');
});

test('10⁶ correct operations of a guest are reported by nothing', () => {
  const random = seeded(0xc0ffee);
  const { exports, heap, memory } = guestWith({ stackDepth: 0 });
  const { alloc, alloc_aligned: allocAligned, dealloc, dealloc_sized: deallocSized, resize, write } = exports;
  /** @type {{ ptr: number, size: number, fill: number }[]} */
  const live = [];
  /** @param {number} ptr @param {number} size */
  const put = (ptr, size) => {
    const fill = random.below(256);
    // The first and the last byte are those that an error by one would miss.
    if (size > 0) write(ptr, fill);
    if (size > 0) write(ptr + size - 1, fill);
    live.push({ ptr, size, fill });
  };
  for (let operations = 0; operations < 1e6; operations++) {
    const choice = random.below(100);
    if (live.length < 20 || (choice < 40 && live.length < 500)) {
      const size = random.below(16 << random.below(6));
      put(choice < 5 ? allocAligned(16 << random.below(5), size) : alloc(size), size);
      continue;
    }
    const [{ ptr, size, fill }] = live.splice(random.below(live.length), 1);
    const bytes = new Uint8Array(memory.buffer);
    if (size > 0 && (bytes[ptr] !== fill || bytes[ptr + size - 1] !== fill)) assert.fail('a block lost its contents');
    if (choice < 60) dealloc(ptr);
    else if (choice < 80) deallocSized(ptr, size);
    else {
      const newSize = random.below(200);
      const moved = resize(ptr, newSize);
      if (size > 0 && newSize > 0 && new Uint8Array(memory.buffer)[moved] !== fill) assert.fail('realloc lost the contents');
      put(moved, newSize);
    }
    if (operations % 100000 === 0) heap.verify?.();
    if (operations % 50000 === 0) memory.grow(1);
  }
  for (const { ptr } of live) dealloc(ptr);
  heap.verify?.();
  assert.equal(heap.leaks?.().count, 0);
  assert.equal(heap.stats().failed, 0);
});

test('what the host places and takes is no mistake', () => {
  const guest = guestWith({ verifyOnReturn: true });
  for (const text of ['', 'a', 'é'.repeat(100)]) {
    guest.text.release(guest.text.write(text));
    guest.text.with(text, () => {});
    // A guest may give a text that is shorter than its block.
    const placed = guest.text.write(`${text}, and more`);
    assert.equal(guest.text.take(placed.ptr, placed.len - 6), `${text}, an`);
  }
  guest.heap.verify?.();
  assert.equal(guest.heap.leaks?.().count, 0);
});
