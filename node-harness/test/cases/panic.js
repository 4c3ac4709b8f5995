import { GuestPanic } from '../../src/core/panics.js';
import { instantiateFullSync } from '../../src/full.js';
import { I32, assemble, envFunc, envMemory, op } from '../../test-support/assemble.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('panic');

/**
 * A guest that panics with what lies in its memory: the message at 64, the file
 * at 128.
 *
 * @param {number} messageLen
 * @param {number} fileLen
 * @param {number} line
 */
const panicking = (messageLen, fileLen, line, messagePtr = 64) =>
  assemble({
    imports: [envMemory(), envFunc('panic', { params: [I32, I32, I32, I32, I32, I32] })],
    funcs: [
      {
        name: 'fail',
        code: [
          ...[messagePtr, messageLen, 128, fileLen, line, 5].flatMap(op.i32),
          ...op.call(0),
          ...op.unreachable(),
        ],
      },
    ],
  });

/**
 * @param {Uint8Array} bytes
 * @param {import('../../src/full.js').Options} [options]
 */
function panicOf(bytes, options) {
  const guest = instantiateFullSync(bytes, options ?? {});
  const view = new Uint8Array(guest.memory.buffer);
  view.set(new TextEncoder().encode('index out of bounds'), 64);
  view.set(new TextEncoder().encode('src/exports.rs'), 128);
  try {
    guest.exports.fail();
  } catch (error) {
    assert.ok(error instanceof GuestPanic, String(error));
    return error;
  }
  return assert.fail('the guest did not panic');
}

test('a panic is thrown out of the exported function, with its message and place', () => {
  const panic = panicOf(panicking(19, 14, 33));
  assert.equal(panic.name, 'GuestPanic');
  assert.equal(panic.message, 'the guest panicked at src/exports.rs:33:5: index out of bounds');
  assert.deepEqual(
    { guestMessage: panic.guestMessage, file: panic.file, line: panic.line, column: panic.column },
    { guestMessage: 'index out of bounds', file: 'src/exports.rs', line: 33, column: 5 },
  );
});

test('a panic without message or place still says that it is one', () => {
  assert.equal(panicOf(panicking(0, 0, 0)).message, 'the guest panicked: (no message)');
});

test('a line number is unsigned', () => {
  assert.equal(panicOf(panicking(0, 14, -1)).line, 0xffffffff);
});

test('a message with a broken pointer does not hide the panic', () => {
  assert.match(panicOf(panicking(19, 14, 1, -1)).message, /^the guest panicked at src\/exports\.rs:1:5: <reading text at/);
});

test('onPanic sees the panic before it is thrown', () => {
  /** @type {GuestPanic[]} */
  const seen = [];
  const thrown = panicOf(panicking(5, 14, 1), { onPanic: (panic) => seen.push(panic) });
  assert.equal(seen.length, 1);
  assert.equal(seen[0], thrown);
});
