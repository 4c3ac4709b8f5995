import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { completions } from '../src/repl/complete.js';
import { heapMap } from '../src/repl/heap-map.js';
import { historyPath } from '../src/repl/history.js';
import { IMAGE_LEN_BYTES, changes, diffText, imageOf } from '../src/repl/memory-diff.js';
import { shown, signatureText } from '../src/repl/signature-text.js';
import { seeded } from '../test-support/random.js';

test('the changes between two images are all of them, and no two are near each other', () => {
  const random = seeded(6);
  for (let round = 0; round < 200; round++) {
    const before = Uint8Array.from({ length: 8192 }, () => random.below(4));
    const after = before.slice();
    for (let i = random.below(60); i > 0; i--) after[random.below(8192)] = random.below(4);
    const ranges = changes(before, after);
    let last = -Infinity;
    const rebuilt = before.slice();
    for (const { start, end } of ranges) {
      assert.ok(start - last >= 8, `${start} is near ${last}`);
      assert.ok(before[start] !== after[start] && before[end - 1] !== after[end - 1]);
      rebuilt.set(after.subarray(start, end), start);
      last = end;
    }
    assert.deepEqual(rebuilt, after);
  }
});

test('memory that grew is compared with zeros', () => {
  const before = new Uint8Array(65536).fill(1);
  const after = new Uint8Array(131072);
  after.set(before);
  after[70000] = 5;
  assert.deepEqual(changes(before, after), [{ start: 70000, end: 70001 }]);
  assert.match(diffText(before, after, () => 'there'), /^1 change, 1 byte\nmemory grew by 1 page\n0x11170, 1 byte, there\n/);
});

test('of many changes the first are shown, and the rest is counted', () => {
  const after = new Uint8Array(4096);
  for (let at = 0; at < 4096; at += 64) after[at] = 1;
  const lines = diffText(new Uint8Array(4096), after, () => 'there').split('\n');
  assert.equal(lines[0], '64 changes, 64 bytes');
  assert.equal(lines.at(-1), '… and 48 changes more');
  assert.equal(lines.length, 1 + 16 * 3 + 1);
});

test('an image is a copy, and no larger than can be made at each line', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const image = imageOf(memory);
  new Uint8Array(memory.buffer)[0] = 1;
  assert.equal(image[0], 0);
  assert.equal(imageOf(new WebAssembly.Memory({ initial: IMAGE_LEN_BYTES / 65536 + 1 })).length, IMAGE_LEN_BYTES);
});

test('the map has a character for each stretch of the heap, in eight rows at most', () => {
  assert.deepEqual(heapMap([], [{ ptr: 1024, size: 64 }]), []);
  assert.deepEqual(heapMap([{ ptr: 1024, size: 16 }, { ptr: 1056, size: 5 }], [{ ptr: 1040, size: 16 }, { ptr: 1072, size: 1000 }]), [
    '0x400  #.+',
    'each character is 16 bytes: # live, + live in part, . free; after the last block 1,000 bytes are free',
  ]);
  // A block of no bytes is seen, and a large heap takes larger steps.
  const blocks = [{ ptr: 0, size: 0 }, { ptr: 4 << 20, size: 4 << 20 }];
  const rows = heapMap(blocks, []);
  assert.equal(rows.length, 9);
  assert.equal(rows[0], `0x0  +${'.'.repeat(63)}`);
  assert.equal(rows[4], `0x400000  ${'#'.repeat(64)}`);
  assert.equal(rows[8], 'each character is 16,384 bytes: # live, + live in part, . free');
});

test('a name cannot speak to the terminal', () => {
  for (const name of ['add', '__heap_base', 'alloc::vec::Vec<T>', 'été', 'a.b-c$d']) assert.equal(shown(name), name);
  assert.equal(shown('\u001b[2J'), '"\\u001b[2J"');
  assert.equal(shown('a\u202eb'), '"a\\u{202e}b"');
  assert.equal(shown('a b\n'), '"a b\\n"');
  assert.equal(shown(''), '""');
});

test('every kind of signature has its words', () => {
  const limits = { initial: 1, maximum: 1, shared: true, is64: false };
  assert.equal(signatureText('m', { kind: 'memory', limits }), 'm: memory of 1 page, and never more, shared');
  assert.equal(signatureText('t', { kind: 'table', type: 'funcref', limits: { initial: 2, shared: false, is64: true } }), 't: table of funcref, 2 elements, with addresses of 64 bits');
  assert.equal(signatureText('g', { kind: 'global', type: 'i64', mutable: true }), 'g: mut i64');
  assert.equal(signatureText('e', { kind: 'tag', params: [{ type: 'i32' }] }), 'e: tag(i32)');
  assert.equal(signatureText('f', { kind: 'function', params: [{ type: 'i32', name: 'a' }, { type: 'f64' }], results: ['i32', 'f32'] }), 'f(a: i32, f64) -> (i32, f32)');
});

test('an empty line may become a command, an export or a name at hand', () => {
  const session = /** @type {any} */ ({ guest: { exports: { add() {}, 'not a name': 1 } } });
  const [found, typed] = completions('  ', session) ?? [];
  assert.equal(typed, '');
  for (const name of ['.exports', '.reload', 'add', 'memory']) assert.ok(found?.includes(name), name);
  assert.deepEqual(completions('exports.', session), [['add'], '']);
  assert.deepEqual(completions('add(1) + guest.exports.a', session), [['add'], 'a']);
  assert.deepEqual(completions('.reload ', session), [['fresh', 'keep'], '']);
  assert.deepEqual(completions('.heap x', session), [[], 'x']);
  assert.equal(completions('other.exports.a', session), undefined);
  assert.equal(completions('Math.s', session), undefined);
});

test('the history is where the system wants its state to be', () => {
  assert.equal(historyPath({}), join(homedir(), '.local/state/wasm-by-hand/repl-history'));
  assert.equal(historyPath({ XDG_STATE_HOME: '/state' }), '/state/wasm-by-hand/repl-history');
  assert.equal(historyPath({ XDG_STATE_HOME: 'relative' }), historyPath({}));
  assert.equal(historyPath({ XDG_STATE_HOME: '/state', WASM_BY_HAND_HISTORY: '/mine' }), '/mine');
  assert.equal(historyPath({ WASM_BY_HAND_HISTORY: '' }), undefined);
});
