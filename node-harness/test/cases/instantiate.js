import { instantiateFull, instantiateFullSync } from '../../src/full.js';
import { F64, I32, assemble, envFunc, envMemory, op } from '../../test-support/assemble.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';


const malloc = envFunc('malloc', { params: [I32], results: [I32] });

/** The guest of the tests: `foo` of the walk, a start function's worth of imports, a line out. */
const guestBytes = assemble({
  imports: [envMemory(2, 5), malloc, envFunc('send_line', { params: [I32, I32] })],
  funcs: [
    {
      name: 'foo',
      results: [I32],
      locals: 1,
      code: [...op.i32(5), ...op.call(0), 0x22, 0, ...op.i32(42), ...op.storeByte(3), ...op.get(0)],
    },
    { name: 'say', params: [I32, I32], code: [...op.get(0), ...op.get(1), ...op.call(1)] },
  ],
  globals: { __heap_base: 70000 },
  custom: [
    { name: 'wasm-by-hand', bytes: new TextEncoder().encode('guest 0.1.0') },
    { name: 'wasm-by-hand', bytes: Uint8Array.of(1) },
  ],
});

/** @typedef {(bytes: any, options?: import('../../src/full.js').Options) => Promise<import('../../src/full.js').Guest>} Instantiate */

// One suite for both, as they promise the same.
for (const [name, instantiate] of /** @type {[string, Instantiate][]} */ ([
  ['instantiateFull', async (bytes, options = {}) => instantiateFull(bytes, options)],
  ['instantiateFullSync', async (bytes, options = {}) => instantiateFullSync(bytes, options)],
])) {
  /**
   * @param {any} bytes
   * @param {import('../../src/full.js').Options} [options]
   */
  const messageOf = async (bytes, options = { name: 'guest.wasm' }) => {
    const error = await instantiate(bytes, options).then(
      () => assert.fail('nothing was thrown'),
      (thrown) => thrown,
    );
    assert.equal(error.name, 'HarnessError', String(error.stack));
    return `${error.code}: ${error.message}`;
  };

  const test = suite(name);

  test('a guest has its memory with its own limits, its exports, its heap', async () => {
    const guest = await instantiate(guestBytes);
    assert.equal(guest.memory.buffer.byteLength, 2 * 65536);
    assert.throws(() => guest.memory.grow(4), RangeError);
    assert.deepEqual(Object.keys(guest.exports), Object.keys(guest.instance.exports));
    assert.ok(guest.module instanceof WebAssembly.Module);
    assert.equal(guest.heap.malloc(1), 70000);
  });

  test('malloc is served from __heap_base on, and watched', async () => {
    /** @type {number[][]} */
    const seen = [];
    const guest = await instantiate(guestBytes, { onMalloc: (...call) => seen.push(call) });
    const ptrs = [guest.exports.foo(), guest.exports.foo()];
    assert.deepEqual(ptrs, [70000, 70016]);
    assert.deepEqual(seen, [[5, 70000], [5, 70016]]);
    assert.equal(new Uint8Array(guest.memory.buffer)[ptrs[1] + 3], 42);
    assert.match(guest.hexdump(ptrs[0], 16), /^00011170 {2}00 00 00 2a 00/);
  });

  test('a line of the guest comes out as text', async () => {
    /** @type {string[]} */
    const lines = [];
    const guest = await instantiate(guestBytes, { onLine: (text) => lines.push(text) });
    new Uint8Array(guest.memory.buffer).set(new TextEncoder().encode('Salut 🦀'), 100);
    guest.exports.say(100, 10);
    assert.deepEqual(lines, ['Salut 🦀']);
    assert.throws(() => guest.exports.say(100, 9), { code: 'ERR_NOT_UTF8' });
  });

  test('custom sections are read back, all of a name in order', async () => {
    const guest = await instantiate(guestBytes);
    const sections = guest.customSection('wasm-by-hand');
    assert.equal(new TextDecoder().decode(sections[0]), 'guest 0.1.0');
    assert.deepEqual([...sections[1]], [1]);
    assert.deepEqual(guest.customSection('absent'), []);
  });

  test('an ArrayBuffer or a view into the middle of one will do', async () => {
    const larger = new Uint8Array(guestBytes.length + 20);
    larger.set(guestBytes, 7);
    const view = new DataView(larger.buffer, 7, guestBytes.length);
    for (const source of [guestBytes.slice().buffer, view, new DataView(guestBytes.slice().buffer)]) {
      assert.equal((await instantiate(source)).exports.foo(), 70000);
    }
  });

  test('the caller’s memory and malloc win over the harness’s', async () => {
    const memory = new WebAssembly.Memory({ initial: 3, maximum: 5 });
    const guest = await instantiate(guestBytes, { imports: { env: { memory, malloc: () => 1024 } } });
    assert.equal(guest.memory, memory);
    assert.equal(guest.exports.foo(), 1024);
    assert.equal(guest.heap.stats().liveBlocks, 0);
  });

  test('the memory may be imported by any name', async () => {
    const guest = await instantiate(assemble({ imports: [{ module: 'host', name: 'mem', memory: { initial: 4 } }] }));
    assert.equal(guest.memory.buffer.byteLength, 4 * 65536);
  });

  test('free and realloc are offered too', async () => {
    const bytes = assemble({
      imports: [
        envMemory(),
        malloc,
        envFunc('realloc', { params: [I32, I32], results: [I32] }),
        envFunc('free', { params: [I32] }),
      ],
      funcs: [
        { name: 'run', results: [I32], code: [...op.i32(5), ...op.call(0), ...op.i32(50), ...op.call(1)] },
        { name: 'drop', params: [I32], code: [...op.get(0), ...op.call(2)] },
      ],
      globals: { __heap_base: 1024 },
    });
    const guest = await instantiate(bytes);
    const ptr = guest.exports.run();
    assert.equal(guest.heap.sizeOf(ptr), 50);
    guest.exports.drop(ptr);
    assert.equal(guest.heap.stats().liveBlocks, 0);
    assert.throws(() => guest.exports.drop(ptr), { code: 'ERR_NOT_A_BLOCK' });
    assert.throws(() => guest.exports.drop(ptr), { code: 'ERR_TRAPPED' });
  });

  test('Math is the host’s unless the caller gives another', async () => {
    const bytes = assemble({
      imports: [envMemory(), { module: 'Math', name: 'random', func: { results: [F64] } }],
      funcs: [{ name: 'roll', results: [F64], code: op.call(0) }],
    });
    const rolled = (await instantiate(bytes)).exports.roll();
    assert.ok(rolled >= 0 && rolled < 1);
    const fixed = await instantiate(bytes, { imports: { Math: { random: () => 0.25 } } });
    assert.equal(fixed.exports.roll(), 0.25);
  });

  test('a module without a memory import is refused', async () => {
    const cure =
      'Link it with --import-memory: rustflags = ["-C", "link-args=--import-memory"] in .cargo/config.toml, ' +
      'and no RUSTFLAGS in the environment, which would replace that line.';
    assert.equal(
      await messageOf(assemble({})),
      `ERR_NO_MEMORY_IMPORT: guest.wasm imports no memory: it asks the host for none. ${cure}`,
    );
    assert.equal(
      await messageOf(assemble({ ownMemory: { initial: 1 }, exportMemory: 'memory' })),
      `ERR_NO_MEMORY_IMPORT: guest.wasm imports no memory: it has a memory of its own, exported as \`memory\`. ${cure}`,
    );
  });

  test('a module that imports malloc without exporting __heap_base is refused', async () => {
    const bytes = assemble({ imports: [envMemory(), malloc] });
    assert.equal(
      await messageOf(bytes),
      'ERR_NO_HEAP_BASE: guest.wasm imports env.malloc but exports no global `__heap_base`, so the host cannot ' +
        'tell where its heap may begin. Link it with --export=__heap_base, for example by ' +
        'println!("cargo::rustc-link-arg-cdylib=--export=__heap_base") in its build.rs.',
    );
    await instantiate(bytes, { imports: { env: { malloc: () => 0 } } });
  });

  test('__heap_base is not asked for when malloc is not imported', async () => {
    const guest = await instantiate(assemble({ imports: [envMemory()] }));
    assert.throws(() => guest.heap.malloc(1), { code: 'ERR_HEAP_NOT_OPEN' });
  });

  test('malloc in a start function is refused, for __heap_base is not known yet', async () => {
    const bytes = assemble({
      imports: [envMemory(), malloc],
      funcs: [{ code: [...op.i32(5), ...op.call(0), ...op.drop()] }],
      globals: { __heap_base: 1024 },
      start: 1,
    });
    assert.equal(
      await messageOf(bytes),
      "ERR_HEAP_NOT_OPEN: env.malloc(5) was called while the guest's `__heap_base` is not known. Either its start " +
        'function called it, during instantiation: allocate in an exported function instead. Or the guest ' +
        'exports no such global: link it with --export=__heap_base.',
    );
  });

  test('what a start function throws comes through unchanged', async () => {
    const bytes = assemble({ imports: [envMemory()], funcs: [{ code: op.unreachable() }], start: 0 });
    await assert.rejects(instantiate(bytes), WebAssembly.RuntimeError);
  });

  test('a missing import is refused before the guest runs', async () => {
    const bytes = assemble({
      imports: [envMemory(), envFunc('tick', {})],
      funcs: [{ code: op.unreachable() }],
      start: 1,
    });
    assert.equal(
      await messageOf(bytes),
      'ERR_IMPORTS: guest.wasm needs an import that the host does not have:\n' +
        '  env.tick (func): nobody provides it; pass imports: { env: { tick: () => … } }',
    );
  });

  test('imports that the engine refuses are an error of the harness', async () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const message = await messageOf(guestBytes, { imports: { env: { memory } } });
    assert.match(message, /^ERR_LINK: the module cannot be linked with the imports given: .*\. Give an import of the type that the module declares\.$/);
  });

  test('what is not a module is refused by what it is', async () => {
    const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);
    const begins = 'ERR_NOT_WASM: guest.wasm is not a WebAssembly module: it begins with';
    const magic = 'instead of 00 61 73 6d.';
    for (const [bytes, message] of /** @type {[any, string][]} */ ([
      [new Uint8Array(), 'ERR_NOT_WASM: guest.wasm is not a WebAssembly module: it is empty. Build it again.'],
      [encode('\x7fELF'), `${begins} 7f 45 4c 46 ${magic} Give the .wasm file that cargo wrote.`],
      [encode('\n(module)'), `${begins} 0a 28 6d 6f ${magic} It is WebAssembly text; assemble it first, with wat2wasm for example.`],
      [encode('<!doctype html>'), `${begins} 3c 21 64 6f ${magic} It is a page of HTML or XML; check the address it was fetched from.`],
      [
        Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0),
        'ERR_NOT_WASM: guest.wasm is not a core WebAssembly module of version 1: after the magic number comes ' +
          '0d 00 01 00 instead of 01 00 00 00. A component (the output of a wasip2 target) must be built as a ' +
          'core module instead, for wasm32-unknown-unknown.',
      ],
      [
        { length: 8 },
        'ERR_NOT_WASM: guest.wasm is not a WebAssembly module: expected a Uint8Array or an ArrayBuffer, got ' +
          'object. Read the file first, or use instantiate(path).',
      ],
    ])) {
      assert.equal(await messageOf(bytes), message);
    }
  });

  test('a module that the engine refuses is an error of the harness', async () => {
    const error = await instantiate(guestBytes.subarray(0, 20), { name: 'guest.wasm' }).catch((thrown) => thrown);
    assert.equal(error.code, 'ERR_INVALID_MODULE');
    assert.ok(error.cause instanceof WebAssembly.CompileError);
    assert.equal(
      error.message,
      `guest.wasm is not a valid WebAssembly module: ${error.cause.message}. The file is damaged, or it uses a ` +
        'feature that this engine lacks; build it again, or with fewer target features.',
    );
  });

  test('every truncation of a module is refused in words of the harness, or runs', async () => {
    for (let length = 0; length < guestBytes.length; length++) {
      const thrown = await instantiate(guestBytes.subarray(0, length)).catch((error) => error);
      if (thrown instanceof Error) assert.equal(thrown.name, 'HarnessError', String(thrown.stack));
    }
  });
}
