import { check } from '../../src/heap/check.js';
import { decodeWtf8, encodeWtf8 } from '../../src/core/surrogates.js';
import { instantiateFullSync } from '../../src/full.js';
import { I32, assemble, envFunc, envMemory, op } from '../../test-support/assemble.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('surrogates');

const module = assemble({
  imports: [envMemory(), envFunc('malloc', { params: [I32], results: [I32] })],
  funcs: [{ name: 'take', params: [I32], results: [I32], code: [...op.get(0), ...op.call(0)] }],
  globals: { __heap_base: 1024 },
});

/** @param {import('../../src/core/surrogates.js').Surrogates} [surrogates] */
const load = (surrogates) => instantiateFullSync(module, { surrogates });

/** @param {import('../../src/full.js').Guest} guest @param {string} string */
const throughGuest = ({ text }, string) => text.with(string, (ptr, len) => text.read(ptr, len));

test('half a pair becomes U+FFFD unless told', () => {
  assert.equal(throughGuest(load(), 'a\ud800b\udc00'), 'a\ufffdb\ufffd');
  assert.equal(throughGuest(load('lossy'), '\udfff'.repeat(40)), '\ufffd'.repeat(40));
});

test('half a pair is an error that says where, and leaves no block behind', () => {
  const guest = load('throw');
  const message =
    'the text has half a surrogate pair (0xd800) at index 3, which UTF-8 cannot hold. Give whole characters, or ' +
    'instantiate with surrogates: "lossy" (it becomes U+FFFD) or "wtf8" (the guest gets it as three bytes).';
  assert.throws(() => guest.text.write('🦀a\ud800'), { code: 'ERR_LONE_SURROGATE', message });
  assert.throws(() => guest.text.with('🦀a\ud800', () => {}), { code: 'ERR_LONE_SURROGATE', message });
  assert.equal(throughGuest(guest, 'naïve 🦀'), 'naïve 🦀');
  assert.equal(guest.heap.stats().liveBlocks, 0);
});

test('WTF-8 keeps every code unit', () => {
  const guest = load('wtf8');
  for (let code = 0; code < 0x10000; code++) {
    const string = String.fromCharCode(code);
    assert.equal(decodeWtf8(encodeWtf8(string)), string);
  }
  assert.equal(throughGuest(guest, 'a\ud800b🦀\udc00\udc00\ud800\ud800'), 'a\ud800b🦀\udc00\udc00\ud800\ud800');
});

test('WTF-8 keeps every pair of surrogates, and every one beside a character of each length', () => {
  const halves = Array.from({ length: 0x800 }, (_, i) => String.fromCharCode(0xd800 + i));
  const others = ['\0', '\x7f', '\x80', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff', '\ufeff', '🦀'];
  for (const half of halves) {
    const string = halves.map((other) => `${half}${other} `).join('') + others.map((other) => half + other + half).join('');
    assert.equal(decodeWtf8(encodeWtf8(string)), string);
  }
});

test('WTF-8 of whole characters is UTF-8, and of a half three bytes', () => {
  assert.deepEqual(encodeWtf8('naïve 🦀'), new TextEncoder().encode('naïve 🦀'));
  assert.deepEqual([...encodeWtf8('\ud83e\udd80\ud83e')], [0xf0, 0x9f, 0xa6, 0x80, 0xed, 0xa0, 0xbe]);
});

test('what is not WTF-8 is refused: a pair in two halves, too, which would be text in two spellings', () => {
  for (const bytes of [[0xff], [0xed, 0xa0], [0xed, 0xa0, 0x41], [0xed, 0xc0, 0x80], [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80], [0xed, 0xa0, 0x80, 0xff]]) {
    assert.equal(decodeWtf8(Uint8Array.from(bytes)), undefined, String(bytes));
  }
  const { bytes, text } = load('wtf8');
  const { ptr } = bytes.write(Uint8Array.of(0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80));
  assert.throws(() => text.read(ptr, 6), { code: 'ERR_NOT_UTF8' });
});

test('a scope releases what was placed in it, even if it throws', () => {
  const guest = load();
  const both = guest.scope((scope) => {
    const [name, numbers] = [scope.text('Ada'), scope.bytes(Float64Array.of(1, 2))];
    assert.equal(guest.heap.stats().liveBlocks, 2);
    return guest.text.read(name.ptr, name.len) + guest.bytes.read(numbers.ptr, 2, Float64Array);
  });
  assert.equal(both, 'Ada1,2');
  assert.throws(() => guest.scope(({ text }) => {
    text('x');
    throw new Error('in between');
  }), /in between/);
  assert.equal(guest.heap.stats().liveBlocks, 0);
});

test('over the heap `check` a text has a block of its own length, so that an overrun by one is seen', () => {
  const guest = instantiateFullSync(module, { heap: check });
  const overrun = () => guest.text.with('Ada', (ptr, len) => void (new Uint8Array(guest.memory.buffer)[ptr + len] = 1));
  assert.throws(overrun, { code: 'ERR_OVERRUN' });
});
