/** What ships, in every host: some have no shared views, and some may make no functions of text. */
import { bump, bytes, fast, handles, heap, instantiate, instantiateSync, load, panics, scope, surrogates, text } from '../../src/core/index.js';
import { I32, assemble, envFunc, op } from '../../test-support/assemble.js';
import { deepEqual, equal, ok, throws } from '../../test-support/assert.js';

const MEMORY_COPY = [0xfc, 0x0a, 0, 0];

/** @param {import('../../test-support/assemble.js').Limits} memory */
export const guestOver = (memory) =>
  assemble({
    imports: [
      { module: 'env', name: 'memory', memory },
      envFunc('malloc', { params: [I32], results: [I32] }),
      envFunc('panic', { params: [I32, I32, I32, I32, I32, I32] }),
      envFunc('use', { params: [I32], results: [I32] }),
    ],
    funcs: [
      { name: 'add', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.add()] },
      // A copy in a block of its own, after memory has grown by no page, which makes views stale.
      {
        name: 'echo',
        params: [I32, I32],
        results: [I32],
        locals: 1,
        code: [
          ...op.get(1), ...op.call(0), 0x21, 2, ...op.get(2), ...op.get(0), ...op.get(1), ...MEMORY_COPY,
          ...op.i32(0), ...op.grow(), ...op.drop(), ...op.get(2),
        ],
      },
      { name: 'fail', params: [I32, I32], code: [0, 1, 0, 1].flatMap(op.get).concat(op.i32(3), op.i32(7), op.call(1)) },
      { name: 'trap', code: op.unreachable() },
      { name: 'use', params: [I32], results: [I32], code: [...op.get(0), ...op.call(2)] },
    ],
    globals: { __heap_base: 1024 },
  });

/** @type {Record<string, import('../../test-support/assemble.js').Limits>} */
export const MEMORIES = { 'a memory': { initial: 1, maximum: 40 }, 'a shared memory': { initial: 1, maximum: 40, shared: true } };
export const TEXTS = ['', 'Ada', 'Zoë 🦀', '\ufeffBOM', 'a\0b', 'x'.repeat(15), 'x'.repeat(16), '日本'.repeat(5000), 'long '.repeat(20_000)];

/** @type {import('../../test-support/suites.js').Cases} */
export const core = {
  'a module of numbers needs no part': async () => {
    const module = assemble({ funcs: [{ name: 'add', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.add()] }] });
    equal((await load(Promise.resolve(new Response(/** @type {BufferSource} */ (module))))).exports.add(1, 2), 3);
  },
  'exports have their arity, and a trap ends them until a reset': async () => {
    const guest = await instantiate(guestOver(MEMORIES['a memory']), { parts: [heap(bump)], imports: { env: { use: () => 0, panic() {} } } });
    const { add, trap } = guest.exports;
    deepEqual([add(1, 2), add.length, trap.length], [3, 2, 0]);
    throws(() => trap(), WebAssembly.RuntimeError);
    throws(() => add(1, 2), { code: 'ERR_TRAPPED' });
    guest.reset();
    equal(add(1, 2), 3);
  },
  'handles are the objects they were given for': () => {
    const guest = instantiateSync(guestOver(MEMORIES['a memory']), {
      parts: [heap(fast), handles, panics],
      imports: { env: { use: (/** @type {number} */ handle) => guest.handles.get(handle).answer } },
    });
    const handle = guest.handles.add({ answer: 42 });
    equal(guest.exports.use(handle), 42);
    guest.handles.drop(handle);
    throws(() => guest.exports.use(handle), { code: 'ERR_STALE_HANDLE' });
  },
  ...Object.fromEntries(
    Object.entries(MEMORIES).map(([name, memory]) => [
      `text, bytes and panics go through ${name} that grows`,
      () => {
        for (const make of [bump, fast]) {
          const guest = instantiateSync(guestOver(memory), {
            parts: [heap(make), text, bytes, scope, panics],
            imports: { env: { use: () => 0 } },
          });
          const { echo, fail } = guest.exports;
          for (const string of TEXTS) {
            equal(guest.text.with(string, (ptr, len) => guest.text.take(echo(ptr, len), len)), string);
            const placed = guest.text.write(string);
            equal(guest.text.read(placed.ptr, placed.len), string);
            guest.text.release(placed);
          }
          guest.scope((both) => {
            const { ptr, len } = both.bytes(Float64Array.of(1, 2.5, -3));
            both.text('between');
            deepEqual([...guest.bytes.read(echo(ptr, len), 3, Float64Array)], [1, 2.5, -3]);
            equal(guest.bytes.view(ptr, len).length, 24);
          });
          const { ptr, len } = guest.text.write('\ufeffZoë');
          const panic = /** @type {any} */ (thrown(() => fail(ptr, len)));
          deepEqual([panic.guestMessage, panic.file, panic.line, panic.column], ['\ufeffZoë', '\ufeffZoë', 3, 7]);
        }
      },
    ]),
  ),
  'half a surrogate pair is kept, if that is wanted': () => {
    const guest = instantiateSync(guestOver(MEMORIES['a shared memory']), {
      parts: [heap(fast), text, surrogates('wtf8'), panics],
      imports: { env: { use: () => 0 } },
    });
    equal(guest.text.with('a\ud800b🦀', (ptr, len) => guest.text.read(ptr, len)), 'a\ud800b🦀');
  },
};

/** @param {() => unknown} body */
function thrown(body) {
  try {
    body();
  } catch (error) {
    return error;
  }
  return ok(false, 'nothing was thrown');
}
