import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { run as runScenario } from '../src/commands/scenario.js';
import { run as runTypes } from '../src/commands/types.js';
import { instantiate as instantiateInBrowser } from '../src/browser.js';
import { TEXTS } from '../src/explain/texts.js';
import { instantiate, readMemoryImports } from '../src/node.js';
import { F64, I32, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';
import { matchesGolden } from '../test-support/golden.js';
import { wasi } from '../src/wasi/wasi.js';

const sources = new URL('../src/', import.meta.url);
const name = 'guest.wasm';
const malloc = envFunc('malloc', { params: [I32], results: [I32] });
const heapBase = { __heap_base: 1024 };

/** A guest for most of what can go wrong once it runs. */
const bytes = assemble({
  imports: [
    envMemory(1, 1),
    malloc,
    envFunc('free', { params: [I32] }),
    envFunc('panic', { params: [I32, I32, I32, I32, I32, I32] }),
  ],
  funcs: [
    { name: 'take', params: [I32], results: [I32], code: [...op.get(0), ...op.call(0)] },
    { name: 'give', params: [I32], code: [...op.get(0), ...op.call(1)] },
    { name: 'fail', params: [I32], code: [...op.get(0), ...op.i32(5), ...op.get(0), ...op.i32(5), ...op.i32(3), ...op.i32(7), ...op.call(2)] },
    { name: 'trap', code: op.unreachable() },
  ],
  globals: heapBase,
});
/** @param {import('../src/full.js').Options} [options] */
const load = (options) => instantiate(bytes, { name, ...options });

/** A guest of WASI that asks for random bytes at once. @param {Partial<import('../test-support/assemble.js').Plan>} plan */
const asking = (plan) =>
  assemble({
    imports: [{ module: 'wasi_snapshot_preview1', name: 'random_get', func: { params: [I32, I32], results: [I32] } }],
    funcs: [{ name: '_start', code: [...op.i32(0), ...op.i32(8), ...op.call(0), ...op.drop()] }],
    ownMemory: { initial: 1 },
    ...plan,
  });
/**
 * @param {import('../src/wasi/wasi.js').WasiOptions} [options]
 * @param {Partial<import('../test-support/assemble.js').Plan>} [plan]
 */
const wasiOf = async (options, plan = { exportMemory: 'memory' }) =>
  /** @type {any} */ (await instantiate(asking(plan), { name, parts: [wasi(options)] })).wasi;

/**
 * Each way to get each error: the code, what a user did, and how it is done here.
 *
 * @type {[code: string, what: string, provoke: () => unknown][]}
 */
const CASES = [
  ['ERR_CANNOT_READ', 'no such file', () => instantiate('/nowhere/guest.wasm')],
  ['ERR_CANNOT_READ', 'a directory', () => instantiate('/')],
  ['ERR_CANNOT_READ', 'an address of another protocol', () => instantiate(new URL('ftp://example.org/guest.wasm'))],
  ['ERR_CANNOT_READ', 'an answer that is not a success', () => instantiate(new Response('', { status: 404, statusText: 'Not Found' }), { name })],
  ['ERR_NOT_WASM', 'an empty file', () => instantiate(new Uint8Array(), { name })],
  ['ERR_NOT_WASM', 'text of WebAssembly', () => instantiate(new TextEncoder().encode('(module)'), { name })],
  ['ERR_NOT_WASM', 'a page', () => instantiate(new TextEncoder().encode('<!doctype html>'), { name })],
  ['ERR_NOT_WASM', 'a component', () => instantiate(Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0), { name })],
  ['ERR_NOT_WASM', 'no bytes', () => instantiate(/** @type {any} */ ({}), { name })],
  ['ERR_MIME_TYPE', 'a server that says it is text', () => instantiateInBrowser(new Response(/** @type {BufferSource} */ (bytes), { headers: { 'content-type': 'text/plain' } }), { name })],
  ['ERR_INVALID_MODULE', 'a file that is cut short', () => instantiate(bytes.subarray(0, 20), { name })],
  ['ERR_MALFORMED_MODULE', 'an import section that is cut short', () => readMemoryImports(bytes.subarray(0, 40), name)],
  ['ERR_NO_MEMORY_IMPORT', 'a module without a memory', () => instantiate(assemble({}), { name })],
  ['ERR_NO_MEMORY_IMPORT', 'a module with a memory of its own', () => instantiate(assemble({ ownMemory: { initial: 1 }, exportMemory: 'memory' }), { name })],
  ['ERR_NO_BYTES', 'a compiled module without a memory', () => instantiate(new WebAssembly.Module(/** @type {BufferSource} */ (bytes)), { name })],
  ['ERR_MEMORY', 'a memory that the engine cannot make', () => {
    const { Memory } = WebAssembly;
    WebAssembly.Memory = /** @type {any} */ (class {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    });
    return load().finally(() => (WebAssembly.Memory = Memory));
  }],
  ['ERR_IMPORTS', 'a missing import', () => instantiate(assemble({ imports: [envMemory(), envFunc('tick', { params: [I32], results: [F64] })] }), { name })],
  ['ERR_IMPORTS', 'an import by another name', () => instantiate(assemble({ imports: [envMemory(), envFunc('set_timer', {})] }), { name, imports: { env: { set_timr: () => {} } } })],
  ['ERR_IMPORTS', 'a memory that is too small', () => load({ imports: { env: { memory: new WebAssembly.Memory({ initial: 0, maximum: 1 }) } } })],
  ['ERR_LINK', 'a memory that may grow too far', () => load({ imports: { env: { memory: new WebAssembly.Memory({ initial: 1 }) } } })],
  ['ERR_NO_HEAP_BASE', 'a module that does not export __heap_base', () => instantiate(assemble({ imports: [envMemory(), malloc] }), { name })],
  ['ERR_HEAP_NOT_OPEN', 'malloc in a start function', () => instantiate(assemble({ imports: [envMemory(), malloc], funcs: [{ code: [...op.i32(5), ...op.call(0), ...op.drop()] }], start: 1, globals: heapBase }))],
  ['ERR_NOT_A_BLOCK', 'a double free', async () => {
    const { exports } = await load();
    const ptr = exports.take(8);
    exports.give(ptr);
    exports.give(ptr);
  }],
  ['GuestPanic', 'a panic', async () => {
    const guest = await load();
    guest.bytes.view(64, 5).set(new TextEncoder().encode('x.rs!'));
    guest.exports.fail(64);
  }],
  ['ERR_TRAPPED', 'a call after a trap', async () => {
    const { exports } = await load();
    assert.throws(() => exports.trap(), WebAssembly.RuntimeError);
    exports.take(1);
  }],
  ['ERR_GUEST_OUT_OF_MEMORY', 'a text that does not fit', async () => (await load()).text.write('x'.repeat(70_000))],
  ['ERR_NO_EXPORT', 'text for a guest without a heap', async () => (await instantiate(assemble({ imports: [envMemory()] }))).text.write('x')],
  ['ERR_NO_EXPORT', 'text of a guest without a heap', async () => (await instantiate(assemble({ imports: [envMemory()] }))).text.release({ ptr: 8, len: 1 })],
  ['ERR_OUT_OF_BOUNDS', 'a pointer past the end', async () => (await load()).text.read(65_530, 10)],
  ['ERR_UNALIGNED', 'numbers at an odd address', async () => (await load()).bytes.view(1025, 1, Float64Array)],
  ['ERR_NOT_UTF8', 'bytes that are no text', async () => {
    const guest = await load();
    guest.bytes.view(64, 3).set([0x61, 0xff, 0x62]);
    guest.text.read(64, 3);
  }],
  ['ERR_LONE_SURROGATE', 'half a surrogate pair', async () => (await load({ surrogates: 'throw' })).text.write('a\ud800')],
  ['ERR_STALE_HANDLE', 'a handle that was dropped', async () => {
    const { handles } = await load();
    const handle = handles.add({});
    handles.drop(handle);
    handles.get(handle);
  }],
  ['ERR_HANDLES_FULL', 'a handle too many', async () => {
    const { handles } = await load();
    for (;;) handles.add(0);
  }],
  ['ERR_NULL_POINTER', 'an object that is none', async () => new ((await load()).pointerClass('Vector', 'give'))(0)],
  ['ERR_STALE_POINTER', 'an object that was freed', async () => {
    const guest = await load();
    const object = new (guest.pointerClass('Vector', 'give'))(guest.exports.take(8));
    object.free();
    object.free();
  }],
  ['ERR_STALE_POINTER', 'an object from before a reset', async () => {
    const guest = await load();
    const object = new (guest.pointerClass('Vector', 'give'))(guest.exports.take(8));
    guest.reset();
    object.free();
  }],
  ['ERR_WASI_NO_START', 'starting a reactor', async () => (await wasiOf({}, { funcs: [], exportMemory: 'memory' })).start()],
  ['ERR_WASI_NO_INITIALIZE', 'readying a command', async () => (await wasiOf()).initialize()],
  ['ERR_WASI_STARTED', 'starting a command twice', async () => {
    const started = await wasiOf();
    assert.equal(started.start(), 0);
    started.start();
  }],
  ['ERR_WASI_NO_MEMORY', 'a guest that hides its memory', async () => (await wasiOf({}, {})).start()],
  ['ERR_WASI_NO_MEMORY', 'a start function that calls WASI', () => wasiOf({}, { start: 1, exportMemory: 'memory' })],
  ['ERR_WASI_STRING', 'an argument with a zero byte', () => wasiOf({ args: ['guest', 'a\0b'] })],
  ['ERR_WASI_STRING', 'a variable with a zero byte', () => wasiOf({ env: { A: '\0' } })],
  ['ERR_WASI_NAME', 'a path as the name of a file', () => wasiOf({ files: { '.': { folder: { 'a/b': '' } } } })],
  ['ERR_WASI_CONTENTS', 'a file that is a number', () => wasiOf({ files: { '.': /** @type {any} */ ({ a: 1 }) } })],
  ['ERR_WASI_READ_ONLY', 'a folder that is not granted', () => wasiOf({ files: { '.': {} }, readOnly: ['/data'] })],
  ['ERR_CANNOT_READ', 'a scenario that is not there', () => runScenario({}, ['/nowhere/guest.wasm', '/nowhere/a.scenario'])],
  ['ERR_SCENARIO', 'a step that is none', async () => (await import('../src/scenario/step.js')).parseStep('jump')],
  ['ERR_CANNOT_READ', 'types of no file', () => runTypes({}, ['/nowhere/guest.wasm'])],
];

/** @param {() => unknown} provoke */
async function errorOf(provoke) {
  try {
    await provoke();
  } catch (error) {
    return /** @type {any} */ (error);
  }
  return assert.fail('nothing was thrown');
}

test('every error says what it is about, the cause and the next step', async () => {
  const texts = [];
  for (const [code, what, provoke] of CASES) {
    const error = await errorOf(provoke);
    assert.equal(error.code ?? error.name, code, `${what}: ${error.stack}`);
    // What the engine says differs from one to the next.
    const message = error.cause instanceof Error && code !== 'ERR_TRAPPED' ? error.message.replace(error.cause.message, '<the engine>') : error.message;
    texts.push(`${code}, by ${what}\n${message}\n`);
  }
  matchesGolden('errors.txt', texts.join('\n'));
});

test('every code that is in the source has a case here', () => {
  const covered = new Set(CASES.map(([code]) => code));
  const elsewhere = new Set([
    ...['ERR_CANNOT_WRITE', 'ERR_STALE_TYPES'], // types.test.js
    ...['ERR_OVERRUN', 'ERR_UNDERRUN', 'ERR_USE_AFTER_FREE', 'ERR_DOUBLE_FREE', 'ERR_REALLOC_FREED', 'ERR_SIZE_MISMATCH'], // check.test.js
    'ERR_SCRIPT_EXECUTION_INTERRUPTED', // Node's; repl-terminal.test.js
  ]);
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const found = new Set(files.flatMap((file) => readFileSync(new URL(file, sources), 'utf8').match(/\bERR_[A-Z0-9_]+/g) ?? []));
  for (const code of Object.keys(TEXTS)) assert.ok(found.has(code));
  const missing = [...found].filter((code) => !covered.has(code) && !elsewhere.has(code) && code !== 'ERR_');
  assert.deepEqual(missing, [], 'an error that nobody has seen');
});

test('every code of the core has a whole text', () => {
  for (const file of readdirSync(new URL('core/', sources))) {
    for (const [, code] of readFileSync(new URL(`core/${file}`, sources), 'utf8').matchAll(/fail\(\s*'(ERR_\w+)'/g)) {
      assert.ok(Object.hasOwn(TEXTS, code), `${code} of ${file}`);
    }
  }
});

test('every code is in the README', () => {
  const readme = readFileSync(new URL('../README.md', sources), 'utf8');
  const missing = [...new Set(CASES.map(([code]) => code))].filter((code) => !readme.includes(`\`${code}\``));
  assert.deepEqual(missing, []);
});
