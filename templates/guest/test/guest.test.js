import assert from 'node:assert/strict';
import { test } from 'node:test';

import { check } from '@wasm-by-hand/node-harness';

import { load } from '../guest.js';

/** A guest whose mistakes with the host's heap are errors, and the lines that it sends. */
async function guestUnderTest() {
  /** @type {string[]} */
  const lines = [];
  const guest = await load({ heap: check, verifyOnReturn: true, onLine: (line) => lines.push(line) });
  return { guest, lines };
}

test('the largest sum of two bytes fits', async () => {
  const { guest } = await guestUnderTest();
  assert.equal(guest.exports.add(255, 255), 510);
});

test('a name of any script is greeted', async () => {
  const { guest, lines } = await guestUnderTest();
  for (const name of ['World', '', 'Zoë', '世界 👋']) guest.text.with(name, (ptr, len) => guest.exports.greet(ptr, len));
  assert.deepEqual(lines, ['Hello, World!', 'Hello, !', 'Hello, Zoë!', 'Hello, 世界 👋!']);
});

test('bytes that are no UTF-8 get an answer too', async () => {
  const { guest, lines } = await guestUnderTest();
  guest.bytes.with(new Uint8Array([0xff, 0xfe]), (ptr, len) => guest.exports.greet(ptr, len));
  assert.deepEqual(lines, ['Hello, whoever you are!']);
});

test('what the guest allocates it gives back', async () => {
  const { guest } = await guestUnderTest();
  guest.text.with('World', (ptr, len) => guest.exports.greet(ptr, len));
  assert.equal(guest.heap.leaks?.().count, 0, String(guest.heap.leaks?.()));
});

test('memory does not grow from call to call', async () => {
  const guest = await load({ onLine: () => {} });
  const greet = () => guest.text.with('x'.repeat(10_000), (ptr, len) => guest.exports.greet(ptr, len));
  greet();
  const bytes = guest.memory.buffer.byteLength;
  for (let i = 0; i < 1_000; i++) greet();
  assert.equal(guest.memory.buffer.byteLength, bytes);
});

test('the memory is imported, so no RUSTFLAGS took the place of .cargo/config.toml', async () => {
  const { guest } = await guestUnderTest();
  const imports = WebAssembly.Module.imports(guest.module);
  assert.ok(imports.some(({ module, name, kind }) => `${module}.${name} ${kind}` === 'env.memory memory'));
});
