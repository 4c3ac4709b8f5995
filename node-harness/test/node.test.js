import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import * as harness from '@wasm-by-hand/node-harness';
import * as core from '@wasm-by-hand/node-harness/core';
import { assemble, envMemory } from '../test-support/assemble.js';

const { instantiate, instantiateSync } = harness;
const bytes = assemble({ imports: [envMemory(3)] });
const textFile = new TextEncoder().encode('hello');

const folder = mkdtempSync(join(tmpdir(), 'node-harness-'));
const path = join(folder, 'guest.wasm');
const server = createServer((request, response) => {
  if (request.url === '/guest.wasm') response.end(bytes);
  else response.writeHead(404).end('<p>not here</p>');
});
let origin = '';

before(async () => {
  writeFileSync(path, bytes);
  writeFileSync(join(folder, 'text.wasm'), textFile);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  origin = `http://127.0.0.1:${address.port}`;
});

after(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** @param {Promise<import('../src/full.js').Guest> | import('../src/full.js').Guest} guest */
const pagesOf = async (guest) => (await guest).memory.buffer.byteLength / 65536;

test('the package gives the core everywhere, and files in Node', () => {
  const parts = ['bytes', 'calls', 'handles', 'heap', 'lines', 'memory', 'panics', 'scope', 'shortText', 'text'];
  const others = ['GuestPanic', 'bump', 'counted', 'fail', 'fast', 'instantiate', 'instantiateSync', 'join', 'load', 'pointerClass', 'surrogates'];
  assert.deepEqual(Object.keys(core).sort(), [...parts, ...others].sort());
  assert.deepEqual(Object.keys(harness).sort(), [...parts, ...others, 'HarnessError', 'check', 'hexdump', 'readMemoryImports', 'signatures', 'trace'].sort());
});

test('a guest comes from bytes, a path, a file: URL or an http: URL', async () => {
  const fileUrl = pathToFileURL(path);
  for (const source of [bytes, path, fileUrl, fileUrl.href, `${origin}/guest.wasm`, new URL(`${origin}/guest.wasm`)]) {
    assert.equal(await pagesOf(instantiate(source)), 3, String(source));
  }
  for (const source of [bytes, path, fileUrl, fileUrl.href]) {
    assert.equal(await pagesOf(instantiateSync(source)), 3, String(source));
  }
});

/**
 * Asserts the same error of both.
 *
 * @param {string | URL} source
 * @param {string} message
 */
async function bothRefuse(source, message) {
  await assert.rejects(instantiate(source), { name: 'HarnessError', message });
  assert.throws(() => instantiateSync(source), { name: 'HarnessError', message });
}

test('a file that is missing is named, with what builds it', async () => {
  const missing = join(folder, 'missing.wasm');
  await bothRefuse(
    missing,
    `cannot read ${missing}: there is no such file. Build the guest with \`make guest\`, or give another path.`,
  );
});

test('a directory is not a module', async () => {
  await bothRefuse(folder, `cannot read ${folder}: it is a directory. Give the path of a .wasm file that you may read.`);
});

test('a file that is no module is named', async () => {
  const text = join(folder, 'text.wasm');
  await bothRefuse(
    text,
    `${text} is not a WebAssembly module: it begins with 68 65 6c 6c instead of 00 61 73 6d. ` +
      'Give the .wasm file that cargo wrote.',
  );
});

test('a URL of another protocol is refused', async () => {
  await bothRefuse(
    new URL('ftp://example.org/guest.wasm'),
    'cannot read ftp://example.org/guest.wasm: ftp: is not a protocol that the harness reads. ' +
      'Give a path, or a file:, http: or https: URL.',
  );
});

test('an answer that is not a success is refused', async () => {
  await assert.rejects(instantiate(`${origin}/other.wasm`), {
    code: 'ERR_CANNOT_READ',
    message: `cannot fetch ${origin}/other.wasm: the server answered 404 Not Found. Check the address.`,
  });
});

test('a server that is not there is named', async () => {
  // A port that was free a moment ago has nobody listening.
  const gone = createServer();
  await new Promise((resolve) => gone.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (gone.address());
  await new Promise((resolve) => gone.close(resolve));
  await assert.rejects(instantiate(`http://127.0.0.1:${port}/guest.wasm`), {
    code: 'ERR_CANNOT_READ',
    message:
      `cannot fetch http://127.0.0.1:${port}/guest.wasm: ECONNREFUSED. ` +
      'Check that the server is up and the address is right.',
  });
});

test('instantiateSync does not wait for the network', () => {
  assert.throws(() => instantiateSync(`${origin}/guest.wasm`), {
    code: 'ERR_CANNOT_READ',
    message:
      `cannot read ${origin}/guest.wasm: instantiateSync does not wait for the network. ` +
      'Use `await instantiate(url)`.',
  });
});
