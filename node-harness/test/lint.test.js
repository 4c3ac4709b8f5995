import assert from 'node:assert/strict';
import { test } from 'node:test';

import { instantiateFullSync } from '../src/full.js';
import { F64, I32, I64, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';

/** @typedef {import('../test-support/assemble.js').Import} Import */
/** @typedef {import('../src/lint/lint.js').Warning} Warning */

/** @type {Import} */
const random = { module: 'Math', name: 'random', func: { results: [F64] } };

/**
 * @param {Import[]} wanted beside a memory, which comes first
 * @param {Record<string, any>} imports
 * @param {string} [name]
 */
function load(wanted, imports, name = 'guest.wasm') {
  /** @type {Warning[]} */
  const warnings = [];
  const functions = wanted.flatMap((one) => ('func' in one ? [one.func] : []));
  const bytes = assemble({
    imports: [envMemory(), ...wanted],
    funcs: functions.flatMap(({ params, results = [] }, i) =>
      params?.length ? [] : [{ name: `call${i}`, code: [...op.call(i), ...results.flatMap(op.drop)] }],
    ),
  });
  const guest = instantiateFullSync(bytes, { name, imports, onWarning: (warning) => warnings.push(warning) });
  return { guest, warnings };
}

/**
 * @param {Import[]} wanted
 * @param {Record<string, any>} imports
 */
function refusal(wanted, imports) {
  try {
    load(wanted, imports);
  } catch (error) {
    const { code, message } = /** @type {any} */ (error);
    assert.equal(code, 'ERR_IMPORTS', String(error));
    return message.split('\n');
  }
  return assert.fail('nothing was thrown');
}

test('the caller wins, name by name', () => {
  /** @type {string[]} */
  const called = [];
  const { guest } = load([envFunc('other', {}), random, envFunc('handle_drop', { params: [] })], {
    Math: { random: () => called.push('random') },
    env: { other: () => called.push('other'), handle_drop: () => called.push('drop') },
  });
  for (const i of [0, 1, 2]) guest.exports[`call${i}`]();
  assert.deepEqual(called, ['other', 'random', 'drop']);
});

test('a namespace may be an instance of a class, a Proxy or a module', async () => {
  let ticks = 0;
  class Env {
    tick() {
      ticks++;
    }
  }
  const proxy = new Proxy({}, { get: (_, name) => (name === 'tock' ? () => void (ticks += 10) : undefined) });
  const wanted = [envFunc('tick', {}), { module: 'clock', name: 'tock', func: {} }, { module: 'ns', name: 'ok', func: {} }];
  const { guest } = load(wanted, { env: new Env(), clock: proxy, ns: await import('node:assert') });
  guest.exports.call0();
  guest.exports.call1();
  assert.equal(ticks, 11);
});

test('names of Object.prototype are names like any other, and nothing is written there', () => {
  assert.deepEqual(refusal([{ module: '__proto__', name: 'toString', func: {} }, envFunc('constructor', {})], {}), [
    'guest.wasm needs 2 imports that the host does not have:',
    '  __proto__.toString (func): nobody provides it; pass imports: { __proto__: { toString: () => … } }',
    '  env.constructor (func): nobody provides it; pass imports: { env: { constructor: () => … } }',
  ]);
  assert.equal(/** @type {any} */ ({}).malloc, undefined);
});

test('every import that is missing is listed in one error, with its type and what to do', () => {
  const lines = refusal(
    [
      envFunc('tick', {}),
      envFunc('tick', { params: [I32] }),
      envFunc('set-clock', { params: [I64, F64], results: [I32] }),
      { module: 'Math', name: 'randon', func: { results: [F64] } },
      { module: 'env', name: 'table', table: { initial: 1 } },
      { module: 'env', name: 'base', global: I32 },
      { module: 'wasi_snapshot_preview1', name: 'fd_write', func: {} },
      { module: '__wbindgen_placeholder__', name: '__wbindgen_throw', func: {} },
    ],
    {},
  );
  assert.deepEqual(lines, [
    'guest.wasm needs 8 imports that the host does not have:',
    '  env.tick (func): nobody provides it; pass imports: { env: { tick: () => … } }',
    '  env.tick (func (param i32)): nobody provides it; pass imports: { env: { tick: (a0) => … } }',
    '  env.set-clock (func (param i64 f64) (result i32)): nobody provides it; pass imports: { env: { "set-clock": (a0, a1) => … } }',
    "  Math.randon (func (result f64)): nobody provides it; globalThis.Math has no such function; correct its name in the guest's import block",
    '  env.table (table 1 funcref): nobody provides it; pass imports: { env: { table: new WebAssembly.Table(…) } }',
    '  env.base (global i32): nobody provides it; pass imports: { env: { base: new WebAssembly.Global(…) } }',
    '  wasi_snapshot_preview1.fd_write (func): nobody provides it; pass parts: [wasi({ args })] with the part of @wasm-by-hand/node-harness/wasi, or run it with wasmtime-runner',
    '  __wbindgen_placeholder__.__wbindgen_throw (func): nobody provides it; a crate pulled wasm-bindgen in; find it with `cargo tree -i wasm-bindgen` and drop it',
  ]);
});

test('an import that is given under a name near to the one wanted is recognised', () => {
  assert.deepEqual(refusal([envFunc('set_timer', {})], { env: { set_tmier: () => {} } }), [
    'guest.wasm needs an import that the host does not have:',
    '  env.set_timer (func): nobody provides it; did you mean it by env.set_tmier, which the module does not import? ' +
      'Give it the one name or the other',
  ]);
  assert.match(refusal([envFunc('tick', {})], { host: { tick: () => {} } })[1], /did you mean it by host\.tick,/);
});

test('an import of the wrong kind is named, whoever gives it', () => {
  const lines = refusal(
    [
      envFunc('send_line', { params: [I32, I32] }),
      { module: 'Math', name: 'PI', func: { results: [F64] } },
      { module: 'env', name: 'table', table: { initial: 1 } },
      { module: 'env', name: 'base', global: I32 },
      { module: 'env', name: 'large', global: I64 },
    ],
    { env: { send_line: 'console.log', table: [], base: () => 5, large: 5 } },
  );
  assert.deepEqual(lines, [
    'guest.wasm needs 5 imports that the host does not have:',
    '  env.send_line (func (param i32 i32)): the host gives a string; pass imports: { env: { send_line: (a0, a1) => … } }',
    "  Math.PI (func (result f64)): the host gives a number; globalThis.Math has no such function; correct its name in the guest's import block",
    '  env.table (table 1 funcref): the host gives an object; pass imports: { env: { table: new WebAssembly.Table(…) } }',
    '  env.base (global i32): the host gives a function; pass imports: { env: { base: new WebAssembly.Global(…) } }',
    '  env.large (global i64): the host gives a number; pass imports: { env: { large: new WebAssembly.Global(…) } }',
  ]);
});

test('a memory or a table that is too small is named before the engine does', () => {
  const memory = new WebAssembly.Memory({ initial: 0 });
  const shared = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const table = new WebAssembly.Table({ initial: 1, element: 'anyfunc' });
  assert.match(refusal([], { env: { memory } })[1], /^ {2}env\.memory \(memory 1\): the host gives one of 0 pages; /);
  assert.match(refusal([], { env: { memory: shared } })[1], /the host gives one that is shared; /);
  assert.match(refusal([{ module: 'env', name: 'table', table: { initial: 2 } }], { env: { table } })[1], /the host gives one of 1 elements; /);
});

test('of a module that was given compiled, kinds are known and types are not', () => {
  const module = new WebAssembly.Module(/** @type {BufferSource} */ (assemble({ imports: [envMemory(), envFunc('tick', { params: [I32] })] })));
  const memory = new WebAssembly.Memory({ initial: 1 });
  assert.throws(() => instantiateFullSync(module, { imports: { env: { memory } } }), {
    message:
      'the module needs an import that the host does not have:\n' +
      '  env.tick (function): nobody provides it; pass imports: { env: { tick: (...args) => … } }',
  });
  assert.equal(instantiateFullSync(module, { imports: { env: { memory, tick: () => {} } } }).memory, memory);
});

test('globals may be numbers or bigints', () => {
  load([{ module: 'env', name: 'base', global: I32 }, { module: 'env', name: 'large', global: I64 }], { env: { base: 5, large: 5n } });
});

test('an import that the linker bound to a function of the toolchain is told, with the cure', () => {
  const { warnings } = load([], { env: { log: () => {}, memcpy: () => {}, fmaximumf16: () => {}, __divdf3: () => {} } });
  assert.deepEqual(warnings.map((warning) => [warning.kind, warning.import]), [
    ['bound-elsewhere', 'env.log'],
    ['bound-elsewhere', 'env.memcpy'],
    ['bound-elsewhere', 'env.fmaximumf16'],
    ['bound-elsewhere', 'env.__divdf3'],
  ]);
  assert.equal(
    warnings[0].message,
    'guest.wasm does not import env.log, which it is given. If the guest calls it, the linker has bound it to the ' +
      'function `log` of compiler_builtins, and the call traps or computes something else. Put ' +
      '#[link(wasm_import_module = "env")] on its extern block, or choose another name with #[link_name = "host_log"].',
  );
  assert.deepEqual(load([envFunc('log', {})], { env: { log: () => {} } }).warnings, []);
});

test('an import that is given and not wanted is told, and a name near to it', () => {
  const { warnings } = load([envFunc('set_timer', {})], { env: { set_timer: () => {}, set_timers: () => {}, unrelated: () => {} } });
  assert.deepEqual(warnings, [
    {
      kind: 'misspelt',
      import: 'env.set_timers',
      message: 'guest.wasm does not import env.set_timers, which it is given; it does import env.set_timer. Correct one of the names.',
    },
    {
      kind: 'unused',
      import: 'env.unrelated',
      message:
        'guest.wasm does not import env.unrelated, which it is given. Nothing in the guest calls it, or the linker found ' +
        'that out; leave it away.',
    },
  ]);
});

test('warnings go to the console by themselves, but not of what is merely unused', (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  instantiateFullSync(assemble({ imports: [envMemory()] }), { name: 'guest.wasm', imports: { env: { log: () => {}, unrelated: () => {} } } });
  assert.equal(warn.mock.callCount(), 1);
  assert.match(warn.mock.calls[0].arguments[0], /^warning: guest\.wasm does not import env\.log/);
});
