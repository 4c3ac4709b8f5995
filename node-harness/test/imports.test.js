import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assembleImports } from '../src/imports.js';
import { F64, I32, assemble, envFunc, envMemory } from '../test-support/assemble.js';

/** @param {import('../test-support/assemble.js').Import[]} imports */
const moduleWith = (...imports) => new WebAssembly.Module(/** @type {BufferSource} */ (assemble({ imports })));

/** @type {import('../test-support/assemble.js').Import} */
const random = { module: 'Math', name: 'random', func: { results: [F64] } };
const offered = { env: { send_line: () => 'offered' }, Math: /** @type {any} */ (Math) };

test('the import object holds what the module asks for and nothing else', () => {
  const imports = assembleImports(moduleWith(envFunc('send_line', {}), random), offered, {}, 'guest.wasm');
  assert.deepEqual(Object.keys(imports), ['env', 'Math']);
  assert.deepEqual(Object.keys(imports.env), ['send_line']);
  assert.equal(imports.Math.random, Math.random);
});

test('the caller wins, name by name', () => {
  const mine = () => 0.5;
  const imports = assembleImports(
    moduleWith(envFunc('send_line', {}), envFunc('other', {}), random),
    offered,
    { Math: { random: mine }, env: { other: mine } },
    'guest.wasm',
  );
  assert.equal(imports.Math.random, mine);
  assert.equal(imports.env.other, mine);
  assert.equal(imports.env.send_line, offered.env.send_line);
});

test('a namespace may be an instance of a class or a Proxy', () => {
  class Env {
    tick() {}
  }
  const proxy = new Proxy({}, { get: (_, name) => (name === 'tock' ? () => {} : undefined) });
  const imports = assembleImports(
    moduleWith(envFunc('tick', {}), { module: 'clock', name: 'tock', func: {} }),
    {},
    { env: /** @type {any} */ (new Env()), clock: proxy },
    'guest.wasm',
  );
  assert.equal(imports.env.tick, Env.prototype.tick);
  assert.equal(typeof imports.clock.tock, 'function');
});

test('names of Object.prototype are names like any other', () => {
  const wanted = moduleWith({ module: '__proto__', name: 'toString', func: {} }, envFunc('constructor', {}));
  assert.throws(() => assembleImports(wanted, offered, {}, 'guest.wasm'), {
    message:
      'guest.wasm needs 2 imports that the host does not have:\n' +
      '  __proto__.toString (function): nobody provides it; pass imports: { __proto__: { toString: (...args) => … } }\n' +
      '  env.constructor (function): nobody provides it; pass imports: { env: { constructor: (...args) => … } }',
  });
});

test('every import that is missing is listed in one error, with what to do', () => {
  const wanted = moduleWith(
    envFunc('tick', {}),
    envFunc('tick', { params: [I32] }),
    envFunc('set-clock', {}),
    { module: 'Math', name: 'randon', func: { results: [F64] } },
    { module: 'env', name: 'table', table: { initial: 1 } },
    { module: 'env', name: 'base', global: I32 },
    envMemory(),
    { module: 'wasi_snapshot_preview1', name: 'fd_write', func: {} },
    { module: '__wbindgen_placeholder__', name: '__wbindgen_throw', func: {} },
  );
  assert.throws(() => assembleImports(wanted, offered, {}, 'guest.wasm'), {
    name: 'HarnessError',
    code: 'ERR_IMPORTS',
    message: [
      'guest.wasm needs 8 imports that the host does not have:',
      '  env.tick (function): nobody provides it; pass imports: { env: { tick: (...args) => … } }',
      '  env.set-clock (function): nobody provides it; pass imports: { env: { "set-clock": (...args) => … } }',
      "  Math.randon (function): nobody provides it; globalThis.Math has no such function; correct its name in the guest's import block",
      '  env.table (table): nobody provides it; pass imports: { env: { table: new WebAssembly.Table(…) } }',
      '  env.base (global): nobody provides it; pass imports: { env: { base: new WebAssembly.Global(…) } }',
      '  env.memory (memory): nobody provides it; pass imports: { env: { memory: new WebAssembly.Memory(…) } }',
      '  wasi_snapshot_preview1.fd_write (function): nobody provides it; this is a WASI module; run it with wasmtime-runner, or build it for wasm32-unknown-unknown',
      '  __wbindgen_placeholder__.__wbindgen_throw (function): nobody provides it; a crate pulled wasm-bindgen in; find it with `cargo tree -i wasm-bindgen` and drop it',
    ].join('\n'),
  });
});

test('an import of the wrong kind is named, whoever gives it', () => {
  const wanted = moduleWith(
    envFunc('send_line', {}),
    { module: 'Math', name: 'PI', func: { results: [F64] } },
    envMemory(),
    { module: 'env', name: 'table', table: { initial: 1 } },
    { module: 'env', name: 'base', global: I32 },
  );
  const given = { env: { send_line: 'console.log', memory: {}, table: [], base: () => 5 } };
  assert.throws(() => assembleImports(wanted, offered, given, 'guest.wasm'), {
    code: 'ERR_IMPORTS',
    message: [
      'guest.wasm needs 5 imports that the host does not have:',
      '  env.send_line (function): the host gives a string; pass imports: { env: { send_line: (...args) => … } }',
      "  Math.PI (function): the host gives a number; globalThis.Math has no such function; correct its name in the guest's import block",
      '  env.memory (memory): the host gives an object; pass imports: { env: { memory: new WebAssembly.Memory(…) } }',
      '  env.table (table): the host gives an object; pass imports: { env: { table: new WebAssembly.Table(…) } }',
      '  env.base (global): the host gives a function; pass imports: { env: { base: new WebAssembly.Global(…) } }',
    ].join('\n'),
  });
});

test('one missing import is one import', () => {
  assert.throws(() => assembleImports(moduleWith(envFunc('tick', {})), {}, {}, 'the module'), {
    message:
      'the module needs an import that the host does not have:\n' +
      '  env.tick (function): nobody provides it; pass imports: { env: { tick: (...args) => … } }',
  });
});

test('globals may be numbers or bigints', () => {
  const wanted = moduleWith({ module: 'env', name: 'base', global: I32 });
  assert.equal(assembleImports(wanted, {}, { env: { base: 5 } }, 'guest.wasm').env.base, 5);
});
