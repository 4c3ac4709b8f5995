import { bytes as bytesPart } from '../../src/core/bytes.js';
import { readText as read, text as textPart } from '../../src/core/text.js';
import { instantiateFullSync } from '../../src/full.js';
import { I32, assemble, envFunc, envMemory } from '../../test-support/assemble.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('text');

/** @type {(memory: WebAssembly.Memory, ptr: number, len: number) => string} */
const readText = (memory, ptr, len) => read({ memory }, ptr, len);

/** @param {any} guest @returns {{ text: import('../../src/core/text.js').GuestText, bytes: import('../../src/core/bytes.js').GuestBytes }} */
function withParts(guest) {
  for (const after of [textPart(guest), bytesPart(guest)]) after();
  return guest;
}

/** @param {number[]} bytes @param {number} [at] */
function memoryWith(bytes, at = 0x100) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).set(bytes, at);
  return memory;
}

/**
 * A guest whose `alloc` hands out one block after another and grows memory when
 * told to, and that remembers what it got back.
 */
function guestText({ growInAlloc = false, outOfMemory = false } = {}) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  /** @type {number[][]} */
  const released = [];
  let next = 0x200;
  const exports = {
    alloc: (/** @type {number} */ len) => {
      if (outOfMemory) return 0;
      if (growInAlloc) memory.grow(1);
      return (next += 0x100) - 0x100 + 0 * len;
    },
    dealloc: (/** @type {number[]} */ ...call) => void released.push(call),
  };
  return { memory, released, ...withParts({ memory, exports }) };
}

test('text is read as UTF-8, a byte order mark included', () => {
  const bytes = [...new TextEncoder().encode('\ufeffnaïve 🦀\0')];
  assert.equal(readText(memoryWith(bytes), 0x100, bytes.length), '\ufeffnaïve 🦀\0');
  assert.equal(readText(memoryWith([]), 65536, 0), '');
});

test('text of every length is written and read, whatever its last character is', () => {
  const malloc = envFunc('malloc', { params: [I32], results: [I32] });
  const guest = instantiateFullSync(assemble({ imports: [envMemory(), malloc], globals: { __heap_base: 1024 } }), {});
  for (let length = 0; length <= 70; length++) {
    for (const last of ['', 'é', '漢', '🦀', '\0', '\ufffd']) {
      const string = 'abcdefgh'.repeat(9).slice(0, length) + last;
      assert.equal(guest.text.with(string, guest.text.read), string);
    }
  }
  assert.equal(guest.heap.stats().liveBlocks, 0);
});

test('a long text that has U+FFFD itself is text, and one that would get it is none', () => {
  const bytes = [...new TextEncoder().encode('Zürich \ufffd '.repeat(200))];
  assert.equal(readText(memoryWith(bytes), 0x100, bytes.length), 'Zürich \ufffd '.repeat(200));
  assert.throws(() => readText(memoryWith([...bytes, 0xff]), 0x100, bytes.length + 1), { code: 'ERR_NOT_UTF8' });
});

test('text is read from a memory shared between threads', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  new Uint8Array(memory.buffer).set([0x68, 0x69], 8);
  assert.equal(readText(memory, 8, 2), 'hi');
});

test('bytes that are not UTF-8 are an error that names the first of them', () => {
  const cases = /** @type {[number[], string][]} */ ([
    [[0x61, 0xff, 0x62], 'byte 0xff at 0x101'],
    [[0x61, 0x62, 0xc3], 'the end'],
    [[0xc3, 0x28], 'byte 0x28 at 0x101'],
    [[...new TextEncoder().encode('é'.repeat(500)), 0x80], 'byte 0x80 at 0x4e8'],
  ]);
  for (const [bytes, where] of cases) {
    assert.throws(() => readText(memoryWith(bytes), 0x100, bytes.length), {
      name: 'HarnessError',
      code: 'ERR_NOT_UTF8',
      message:
        `the text at 0x100 with length ${bytes.length} is not UTF-8: ${where} cannot stand there. ` +
        'Check the pointer and the length in bytes, and that they come from a str.',
    });
  }
});

test('text past the end of memory is an error', () => {
  assert.throws(() => readText(memoryWith([]), 65530, 10), {
    code: 'ERR_OUT_OF_BOUNDS',
    message:
      'reading text at 0xfffa with length 10 runs past the end of memory, which has 65536 bytes (0x10000). ' +
      'Check which pointer and length the guest handed out.',
  });
});

test('written text is read back, and is as long as its UTF-8', () => {
  const { text } = guestText();
  const placed = text.write('crabe 🦀');
  assert.deepEqual(placed, { ptr: 0x200, len: 10 });
  assert.equal(text.read(placed.ptr, placed.len), 'crabe 🦀');
});

test('a lone surrogate is written as U+FFFD', () => {
  const { text } = guestText();
  const { ptr, len } = text.write('a\ud800');
  assert.equal(text.read(ptr, len), 'a\ufffd');
});

test('bytes are written and read back as a copy', () => {
  const { memory, bytes } = guestText();
  const { ptr, len } = bytes.write(Uint8Array.of(0, 255, 7));
  const copy = bytes.read(ptr, len);
  new Uint8Array(memory.buffer).fill(1);
  assert.deepEqual([...copy], [0, 255, 7]);
});

test('writing works when the guest grows memory in alloc', () => {
  const { memory, text } = guestText({ growInAlloc: true });
  const { ptr, len } = text.write('hello');
  assert.equal(memory.buffer.byteLength, 2 * 65536);
  assert.equal(text.read(ptr, len), 'hello');
});

test('release gives the block back with the length it was asked for', () => {
  const { text, released } = guestText();
  text.release(text.write('é'));
  assert.deepEqual(released, [[0x200, 2]]);
});

test('an alloc that returns 0 is an error, except for nothing', () => {
  const { text } = guestText({ outOfMemory: true });
  assert.throws(() => text.write('hello'), {
    name: 'HarnessError',
    code: 'ERR_GUEST_OUT_OF_MEMORY',
    message:
      "the guest's alloc(5) returned 0: it is out of memory. Release blocks that are no longer needed, or " +
      'link the guest with a larger --max-memory.',
  });
  assert.deepEqual(text.write(''), { ptr: 0, len: 0 });
});

test('a guest without alloc or dealloc is named an error', () => {
  const { text } = instantiateFullSync(assemble({ imports: [envMemory()] }), {});
  assert.throws(() => text.write('hello'), {
    name: 'HarnessError',
    code: 'ERR_NO_EXPORT',
    message:
      'the guest exports no function `alloc`, which the host needs to place text or bytes in its memory. ' +
      'Export alloc(len) -> ptr from it: #[unsafe(no_mangle)] extern "C" fn alloc.',
  });
  assert.throws(() => text.release({ ptr: 1, len: 1 }), {
    message:
      'the guest exports no function `dealloc`, which the host needs to place text or bytes in its memory. ' +
      'Export dealloc(ptr, len) from it: #[unsafe(no_mangle)] extern "C" fn dealloc.',
  });
});
