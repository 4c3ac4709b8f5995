import assert from 'node:assert/strict';
import { test } from 'node:test';

import { shortText } from '../src/core/index.js';

const guest = /** @type {any} */ ({});
shortText(guest);
const { encode, decode } = guest.shortText;

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What the engine makes of it. @param {Uint8Array} bytes */
function decoded(bytes) {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function sameBytes(text) {
  const u8 = new Uint8Array(8 + 3 * text.length).fill(0xaa);
  const len = encode(text, u8, 4);
  assert.deepEqual(u8.subarray(4, 4 + len), encoder.encode(text), JSON.stringify(text));
  assert.ok(u8.subarray(0, 4).every((byte) => byte === 0xaa) && u8.subarray(4 + 3 * text.length).every((byte) => byte === 0xaa), 'a byte beside it was written');
}

/** @param {number[]} bytes */
function sameText(bytes) {
  // As many bytes of nonsense follow, which are none of its own.
  const u8 = Uint8Array.of(...bytes, 0x80, 0x80, 0x80);
  assert.equal(decode(u8, 0, bytes.length), decoded(u8.subarray(0, bytes.length)), bytes.map((byte) => byte.toString(16)).join(' '));
}

test('every character is written and read as the engine does', () => {
  const u8 = new Uint8Array(64);
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = String.fromCodePoint(code);
    const len = encode(text, u8, 0);
    const { written } = encoder.encodeInto(text, u8.subarray(32));
    assert.ok(len === written && u8.subarray(0, len).every((byte, i) => byte === u8[32 + i]), code.toString(16));
    assert.equal(decode(u8, 0, len), (code & 0x1ff800) === 0xd800 ? '\ufffd' : text);
  }
});

test('halves of surrogate pairs are written as the engine does', () => {
  const units = ['a', 'ü', '你', '\ud800', '\udbff', '\udc00', '\udfff'];
  for (const a of units) for (const b of units) for (const c of units) sameBytes(a + b + c);
});

test('bytes are text if they are so to the engine', () => {
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xff];
  for (let lead = 0; lead < 256; lead++) for (let b = 0; b < 256; b++) sameText([lead, b]);
  for (const lead of [0x7f, 0xc1, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff]) {
    for (const b of edges) for (const c of edges) {
      sameText([lead, b, c]);
      for (const d of edges) sameText([lead, b, c, d]);
    }
  }
});

test('text of every short length, and with what is cut off at its end', () => {
  // After other text, of which nothing may be left over.
  assert.equal(decode(encoder.encode('Ada'), 0, 3), 'Ada');
  assert.equal(decode(new Uint8Array(8), 0, 0), '');
  for (const alphabet of ['abc', 'aüb', 'üöä', '你好世', 'a😀b', '😀']) {
    for (let length = 0; length <= 32; length++) {
      const text = alphabet.repeat(32).slice(0, length);
      sameBytes(text);
      const bytes = [...encoder.encode(text)];
      for (let cut = 0; cut < Math.min(4, bytes.length); cut++) {
        const part = Uint8Array.from(bytes.slice(0, bytes.length - cut));
        const read = decode(part, 0, part.length);
        // What it leaves to the engine is longer than it is for, or no text.
        if (read !== undefined || part.length <= 32) assert.equal(read, decoded(part), text);
      }
    }
  }
  assert.equal(encode('a'.repeat(33), new Uint8Array(99), 0), undefined);
  assert.equal(decode(encoder.encode('ü'.repeat(33)), 0, 66), undefined);
  assert.equal(decode(encoder.encode('ü'.repeat(32)), 0, 64), 'ü'.repeat(32));
});

test('a text beside the end of memory does not read beyond it', () => {
  for (const bytes of [[0xc3], [0xe4, 0xbd], [0xf0, 0x9f, 0x98]]) assert.equal(decode(Uint8Array.from(bytes), 0, bytes.length), undefined);
});
