/** The host in one function, in every engine: what it keeps to with few bytes. */
import { limits } from '../../src/core/limits.js';
import { instantiate } from '../../src/core/small.js';
import { I32, I64, assemble, envFunc, op, section } from '../../test-support/assemble.js';
import { deepEqual, equal, ok, throws } from '../../test-support/assert.js';
import { MEMORIES, TEXTS, guestOver } from './core.js';

const PAGE = 65536;
const env = { use: () => 0 };

/** @param {Record<string, any>} [imports] @param {import('../../test-support/assemble.js').Limits} [memory] */
const load = (imports = env, memory = MEMORIES['a memory']) => instantiate(guestOver(memory), { imports: { env: imports } });

/** @param {() => unknown} body @returns {any} */
function thrown(body) {
  try {
    body();
  } catch (error) {
    return error;
  }
  return ok(false, 'nothing was thrown');
}

/** Whether no policy of the page is against it. */
function mayMakeFunctions() {
  try {
    return Boolean(Function());
  } catch {
    return false;
  }
}

/** @type {import('../../test-support/suites.js').Cases} */
export const small = {
  'exports have their arity if a policy allows it, and a trap ends them until a reset': async () => {
    const guest = await load();
    const { add, trap } = guest.exports;
    deepEqual([add(1, 2), add.length, trap.length], [3, mayMakeFunctions() ? 2 : 0, 0]);
    const cause = thrown(trap);
    ok(cause instanceof WebAssembly.RuntimeError);
    equal(guest.trapped, cause);
    for (let i = 0; i < 3; i++) {
      const refused = thrown(() => add(1, 2));
      equal(refused.code, 'ERR_TRAPPED');
      equal(refused.message, `ERR_TRAPPED add,${cause}`);
    }
    equal(guest.reset(), guest);
    deepEqual([guest.trapped, add(1, 2), guest.exports.add], [undefined, 3, add]);
  },
  'what an import throws ends the guest as well': async () => {
    const guest = await load({
      use() {
        throw Error('no more');
      },
    });
    equal(thrown(() => guest.exports.use(1)).message, 'no more');
    throws(() => guest.exports.add(1, 2), { code: 'ERR_TRAPPED' });
  },
  'a page that may make no functions of text has the same exports': async () => {
    const { Function: real } = globalThis;
    globalThis.Function = /** @type {any} */ (
      function () {
        throw EvalError('unsafe-eval is not allowed');
      }
    );
    try {
      const guest = await load();
      equal(guest.exports.add(1, 2), 3);
      ok(thrown(() => guest.exports.trap()) instanceof WebAssembly.RuntimeError);
      throws(() => guest.exports.add(1, 2), { code: 'ERR_TRAPPED' });
      equal(guest.reset().exports.add(1, 2), 3);
    } finally {
      globalThis.Function = real;
    }
  },
  'an export may have the name of what every object has': async () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'to'];
    const guest = await instantiate(
      assemble({
        imports: [{ module: 'env', name: 'memory', memory: { initial: 1 } }],
        funcs: names.map((name, i) => ({ name, results: [I32], code: op.i32(i) })),
        globals: { __heap_base: 1024 },
      }),
    );
    for (let round = 0; round < 2; round++, guest.reset()) {
      deepEqual(names.map((name) => Object.getOwnPropertyDescriptor(guest.exports, name)?.value()), [0, 1, 2, 3, 4]);
      equal(guest.exports.__heap_base.value, 1024);
    }
  },
  'a module comes as a response, and needs neither memory nor imports': async () => {
    const module = assemble({ funcs: [{ name: 'same', params: [I64], results: [I64], code: op.get(0) }] });
    equal((await instantiate(Promise.resolve(new Response(/** @type {BufferSource} */ (module))))).exports.same(5n), 5n);
  },
  'the memory has the limits that the module states, or is the one that was given': async () => {
    const guest = await load(env, { initial: 3, maximum: 4 });
    equal(guest.memory.buffer.byteLength, 3 * PAGE);
    guest.memory.grow(1);
    throws(() => guest.memory.grow(1), RangeError);
    equal(guest.reset().memory.buffer.byteLength, 3 * PAGE);
    const memory = new WebAssembly.Memory({ initial: 3, maximum: 4 });
    equal((await load({ ...env, memory }, { initial: 3, maximum: 4 })).reset().memory, memory);
  },
  'imports with types of references are stepped over on the way to the memory': async () => {
    // Of names whose bytes are no types, so that a reader who lost its place does not find it again.
    const entry = [3, 0x65, 0x6e, 0x76, 1, 0x78];
    // A global of (ref extern), a table of (ref null extern), a tag, and a memory.
    const imports = [...[4], ...[...entry, 3, 0x64, 0x6f, 0], ...[...entry, 1, 0x63, 0x6f, 1, 1, 2], ...[...entry, 4, 0, 0], ...[...entry, 2, 3, 9, 10]];
    const bytes = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...section(1, [1, 0x60, 0, 0]), ...section(2, imports)]);
    const stated = { initial: 9, maximum: 10, shared: true };
    deepEqual(limits(bytes), stated);
    if (!WebAssembly.validate(bytes)) return; // an engine without such types

    /** @type {unknown[]} */
    const made = [];
    const { Memory } = WebAssembly;
    WebAssembly.Memory = class extends Memory {
      /** @param {WebAssembly.MemoryDescriptor} descriptor */
      constructor(descriptor) {
        super(descriptor);
        made.push(descriptor);
      }
    };
    try {
      // One name cannot be all of them.
      await instantiate(bytes).catch(() => {});
    } finally {
      WebAssembly.Memory = Memory;
    }
    deepEqual(made, [stated]);
  },
  'a heap has pages of its own: no block is where the guest or anyone else has something': async () => {
    const guest = await load(env, { initial: 1, maximum: 60 });
    /** @type {number[][]} */
    const taken = [[0, PAGE]];
    for (let i = 0; i < 60; i++) {
      const { ptr, len } = guest.text.write('x'.repeat((i * 7919) % 50_000));
      equal(ptr % 16, 0);
      for (const [from, to] of taken) ok(ptr + len <= from || ptr >= to, `${ptr} is taken`);
      taken.push([ptr, ptr + len]);
      if (i % 20 === 0) taken.push([guest.memory.grow(1) * PAGE, guest.memory.buffer.byteLength]);
    }
    throws(() => guest.text.write('x'.repeat(60 * PAGE)), { code: 'ERR_GUEST_OUT_OF_MEMORY' });
    equal(guest.text.with('after that', guest.text.read), 'after that');
  },
  'the last block is had back, so that text for a call takes no memory': async () => {
    const guest = await load();
    const { ptr } = guest.text.write('');
    const places = TEXTS.map((text) => guest.text.with(text, (at) => at));
    deepEqual(places, TEXTS.map(() => places[0]));
    ok(places[0] > ptr);
    throws(() => guest.text.with('text', () => { throw Error('of the caller'); }), { message: 'of the caller' });
    equal(guest.text.with('text', (at) => at), places[0]);
  },
  'realloc keeps the contents, and the block if there is no room': async () => {
    const params = [I32, I32];
    const guest = await instantiate(
      assemble({
        imports: [{ module: 'env', name: 'memory', memory: { initial: 1, maximum: 4 } }, envFunc('realloc', { params, results: [I32] })],
        funcs: [{ name: 'resize', params, results: [I32], code: [...op.get(0), ...op.get(1), ...op.call(0)] }],
      }),
    );
    const { text, exports } = guest;
    const { ptr, len } = text.write('twelve bytes');
    equal(exports.resize(ptr, 1000), ptr, 'the last block is resized where it is');
    text.write('in between');
    const moved = exports.resize(ptr, 2000);
    ok(moved > ptr);
    deepEqual([text.read(ptr, len), text.read(moved, len)], ['twelve bytes', 'twelve bytes']);
    deepEqual([exports.resize(moved, 4 * PAGE), exports.resize(moved, -1)], [0, 0]);
    equal(text.read(moved, len), 'twelve bytes');
    ok(text.write('next').ptr >= moved + 2000, 'the old block stays');
    ok(exports.resize(0, 8) > moved);
  },
  'what was taken from a guest before a reset is that of the fresh instance': async () => {
    const { text, handles, exports, reset } = await load();
    const memoryOf = (/** @type {{ memory: WebAssembly.Memory }} */ { memory }) => memory;
    const handle = handles.add('old');
    const before = memoryOf(reset());
    throws(() => handles.get(handle), { code: 'ERR_STALE_HANDLE' });
    ok(handles.add('new') > handle, 'a number of before stays refused');
    ok(before !== memoryOf(reset()));
    equal(text.with('fresh', (ptr, len) => text.read(exports.echo(ptr, len), len)), 'fresh');
  },
  'an object is found by its number until it is dropped': async () => {
    const guest = await load({ use: (/** @type {number} */ handle) => guest.handles.get(handle).answer });
    const [first, second] = [{ answer: 42 }, undefined].map(guest.handles.add);
    equal(guest.exports.use(first), 42);
    equal(guest.handles.get(second), undefined);
    guest.handles.drop(first);
    for (const wild of [first, 0, -1, second + 1]) {
      throws(() => guest.handles.get(wild), { code: 'ERR_STALE_HANDLE' });
      throws(() => guest.handles.drop(wild), { code: 'ERR_STALE_HANDLE' });
    }
    ok(guest.handles.add('next') > second, 'no number is given out twice');
    throws(() => guest.exports.use(first), { code: 'ERR_STALE_HANDLE' });
  },
  ...Object.fromEntries(
    Object.entries(MEMORIES).map(([name, memory]) => [
      `text and panics go through ${name} that grows`,
      async () => {
        const guest = await load(env, memory);
        const { echo, fail } = guest.exports;
        for (const string of TEXTS) {
          equal(guest.text.with(string, (ptr, len) => guest.text.read(echo(ptr, len), len)), string);
          const placed = guest.text.write(string);
          equal(guest.text.read(placed.ptr, placed.len), string);
          guest.text.release(placed);
          guest.reset();
        }
        throws(() => guest.text.read(guest.memory.buffer.byteLength - 1, 2), { code: 'ERR_OUT_OF_BOUNDS' });
        throws(() => guest.text.read(-16, 1), { code: 'ERR_OUT_OF_BOUNDS' });
        new Uint8Array(guest.memory.buffer)[0] = 0xff;
        throws(() => guest.text.read(0, 1), TypeError);
        const { ptr, len } = guest.text.write('\ufeffZoë');
        const panic = thrown(() => fail(ptr, len));
        equal(panic instanceof Error, true);
        deepEqual([panic.name, panic.message, panic.file, panic.line, panic.column], ['GuestPanic', '\ufeffZoë', '\ufeffZoë', 3, 7]);
        throws(() => echo(ptr, len), { code: 'ERR_TRAPPED' });
      },
    ]),
  ),
};
