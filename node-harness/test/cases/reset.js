import { instantiateFullSync } from '../../src/full.js';
import { I32, I64, assemble, envFunc, envMemory, op } from '../../test-support/assemble.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('reset');

const bytes = assemble({
  imports: [envMemory(), envFunc('tick', {}), envFunc('malloc', { params: [I32], results: [I32] })],
  funcs: [
    { name: 'add', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.add()] },
    { name: 'trap', code: op.unreachable() },
    { name: 'tick', code: op.call(0) },
    { name: 'same', params: [I64], results: [I64], code: op.get(0) },
    { name: 'put', params: [I32], code: [...op.i32(0), ...op.get(0), ...op.storeByte(5)] },
    { name: 'take', results: [I32], code: [...op.i32(8), ...op.call(1)] },
    { name: 'a-b "c"', params: Array.from({ length: 40 }, () => I32), results: [I32], code: op.get(39) },
  ],
  globals: { __heap_base: 1024 },
});

/** @param {() => void} [tick] */
const load = (tick = () => {}) => instantiateFullSync(bytes, { imports: { env: { tick } } });

test('exports have the arity of the module, whatever their names are', () => {
  const { exports } = load();
  assert.equal(exports.add(2, 3), 5);
  assert.equal(exports.add.length, 2);
  assert.equal(exports['a-b "c"'].length, 40);
  assert.equal(exports['a-b "c"'](...Array.from({ length: 40 }, (_, i) => i)), 39);
  assert.equal(exports.__heap_base.value, 1024);
});

test('after a trap every call says why it is refused, until a reset', () => {
  const guest = load();
  const { add } = guest.exports;
  assert.throws(() => guest.exports.trap(), WebAssembly.RuntimeError);
  for (const call of [() => add(1, 2), () => guest.exports.add(1, 2)]) {
    assert.throws(call, {
      name: 'HarnessError',
      code: 'ERR_TRAPPED',
      message:
        '`add` cannot be called: an earlier call did not come back, and the guest is as it was in the middle of it ' +
        `(RuntimeError: ${guest.trapped.message}). Call guest.reset() for a fresh instance.`,
      cause: guest.trapped,
    });
  }
  assert.equal(guest.reset(), guest);
  assert.equal(guest.trapped, undefined);
  assert.equal(add(1, 2), 3, 'a function that was taken before calls the fresh instance');
});

test('an import that throws ends the guest, with the cause', () => {
  const guest = load(() => {
    throw new Error('no more');
  });
  assert.throws(() => guest.exports.tick(), /no more/);
  assert.throws(() => guest.exports.add(1, 2), /\(Error: no more\)/);
});

test('an argument of the wrong type is refused, and ends nothing', () => {
  const guest = load(() => {
    throw new TypeError('from an import');
  });
  assert.throws(() => guest.exports.same(5), TypeError);
  assert.throws(() => guest.exports.add(1n, 2), TypeError);
  assert.equal(guest.exports.same(5n), 5n);
  assert.throws(() => guest.exports.tick(), TypeError);
  assert.throws(() => guest.exports.same(5n), { code: 'ERR_TRAPPED' });
});

test('a reset gives a fresh memory and a fresh heap', () => {
  const guest = load();
  const { memory } = guest;
  guest.exports.put(7);
  const { bytes: view } = guest;
  assert.equal(view.read(5, 1)[0], 7);
  const ptr = guest.exports.take();
  guest.reset();
  assert.notEqual(guest.memory, memory);
  assert.equal(view.read(5, 1)[0], 0, 'a part that was taken before sees the fresh memory');
  assert.equal(guest.heap.stats().liveBlocks, 0);
  assert.equal(guest.exports.take(), ptr);
});

test('a thousand resets keep nothing but the last instance', () => {
  const guest = load();
  const { trap } = guest.exports;
  for (let i = 0; i < 1000; i++) {
    assert.throws(trap, WebAssembly.RuntimeError);
    guest.reset();
  }
  assert.equal(guest.exports.trap, trap);
});

test('where a page may not make functions of text, exports work the same', () => {
  const { Function: real } = globalThis;
  globalThis.Function = /** @type {any} */ (
    class {
      constructor() {
        throw new EvalError('unsafe-eval is not an allowed source of script');
      }
    }
  );
  try {
    const guest = load();
    assert.equal(guest.exports.add(2, 3), 5);
    assert.throws(() => guest.exports.trap(), WebAssembly.RuntimeError);
    assert.throws(() => guest.exports.add(1, 2), { code: 'ERR_TRAPPED' });
    assert.equal(guest.reset().exports.add(2, 3), 5);
  } finally {
    globalThis.Function = real;
  }
});

test('an export may have the name of what every object has', () => {
  const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'callees'];
  const guest = instantiateFullSync(
    assemble({ imports: [envMemory()], funcs: names.map((name, i) => ({ name, results: [I32], code: op.i32(i) })) }),
    {},
  );
  for (let round = 0; round < 2; round++, guest.reset()) {
    assert.deepEqual(names.map((name) => Object.getOwnPropertyDescriptor(guest.exports, name)?.value?.()), [0, 1, 2, 3, 4]);
  }
});
