import { GuestPanic } from '../../src/core/panics.js';
import { instantiateFullSync } from '../../src/full.js';
import { I32, assemble, envFunc, op } from '../../test-support/assemble.js';
import { seeded } from '../../test-support/random.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('growth');

const i32 = (/** @type {number} */ count) => Array.from({ length: count }, () => I32);
const [MALLOC, FREE, REALLOC, ALIGNED_ALLOC, SEND_LINE, PANIC, HANDLE_DROP, USE] = [0, 1, 2, 3, 4, 5, 6, 7];
const get = op.get;
const MEMORY_COPY = [0xfc, 0x0a, 0, 0];
const SET = (/** @type {number} */ local) => [0x21, local];

/** A guest that does nothing but call its imports, each of them. @param {import('../../test-support/assemble.js').Limits} memory */
const module = (memory) =>
  assemble({
    imports: [
      { module: 'env', name: 'memory', memory },
      envFunc('malloc', { params: i32(1), results: i32(1) }),
      envFunc('free', { params: i32(1) }),
      envFunc('realloc', { params: i32(2), results: i32(1) }),
      envFunc('aligned_alloc', { params: i32(2), results: i32(1) }),
      envFunc('send_line', { params: i32(2) }),
      envFunc('panic', { params: i32(6) }),
      envFunc('handle_drop', { params: i32(1) }),
      envFunc('use', { params: i32(1), results: i32(1) }),
    ],
    funcs: [
      { name: 'grow', params: i32(1), results: i32(1), code: [...get(0), ...op.grow()] },
      // A copy in a block of its own, which the caller is given.
      {
        name: 'echo',
        params: i32(2),
        results: i32(1),
        locals: 1,
        code: [...get(1), ...op.call(MALLOC), ...SET(2), ...get(2), ...get(0), ...get(1), ...MEMORY_COPY, ...get(2)],
      },
      { name: 'resize', params: i32(2), results: i32(1), code: [...get(0), ...get(1), ...op.call(REALLOC)] },
      { name: 'aligned', params: i32(2), results: i32(1), code: [...get(0), ...get(1), ...op.call(ALIGNED_ALLOC)] },
      { name: 'give', params: i32(1), code: [...get(0), ...op.call(FREE)] },
      { name: 'say', params: i32(2), code: [...get(0), ...get(1), ...op.call(SEND_LINE)] },
      { name: 'use', params: i32(1), results: i32(1), code: [...get(0), ...op.call(USE)] },
      { name: 'drop', params: i32(1), code: [...get(0), ...op.call(HANDLE_DROP)] },
      {
        name: 'fail',
        params: i32(2),
        code: [...get(0), ...get(1), ...get(0), ...get(1), ...op.i32(7), ...op.i32(9), ...op.call(PANIC), ...op.unreachable()],
      },
    ],
    globals: { __heap_base: 1024 },
  });

/** How many pages the guest grows by while it is warming up, in steps; then by none, which detaches as well. */
const WARM_PAGES = 6;
const ALPHABET = ['a', 'Z', '0', ' ', '\0', 'é', 'ß', '日', '€', '🦀', '𝄞', '\ufeff'];

/**
 * @param {number} calls how many times the host calls the guest
 * @param {import('../../test-support/assemble.js').Limits} memory
 * @param {number} seed
 */
function run(calls, memory, seed) {
  const random = seeded(seed);
  /** @type {string | undefined} */
  let line;
  /** @type {object} */
  let expected;
  let grown = 0;
  let inside = 0;
  /** Grows memory from inside every import, before and after what it does. @type {import('../../src/core/guest.js').Part} */
  const growing = (guest, imports) => {
    const grow = () => {
      if (random.below(4)) return;
      inside++;
      const before = guest.memory.buffer;
      guest.instance.exports.grow(grown < WARM_PAGES ? (grown++, 1) : 0);
      // On a memory that is not shared, this is what makes views stale.
      assert.ok(!(before instanceof ArrayBuffer) || before.byteLength === 0);
    };
    for (const [name, real] of Object.entries(imports.env)) {
      if (typeof real !== 'function') continue;
      imports.env[name] = (/** @type {number[]} */ ...args) => {
        grow();
        try {
          return real(...args);
        } finally {
          grow();
        }
      };
    }
  };
  const guest = instantiateFullSync(module(memory), {
    imports: { env: { use: (/** @type {number} */ handle) => Number(guest.handles.get(handle) === expected) } },
    onLine: (text) => (line = text),
    parts: [growing],
  });
  const { exports, text, bytes, handles } = guest;

  /** @param {number} most characters */
  const someText = (most) => Array.from({ length: random.below(most) }, () => ALPHABET[random.below(random.below(3) ? 4 : ALPHABET.length)]).join('');
  /** Handles that the guest holds, with their objects. @type {[number, object][]} */
  const held = [];

  const kinds = [
    () => {
      const said = someText(40);
      assert.equal(text.with(said, (ptr, len) => text.take(exports.echo(ptr, len))), said);
      return 1;
    },
    () => {
      const said = someText(20);
      const placed = text.write(said);
      exports.say(placed.ptr, placed.len);
      text.release(placed);
      assert.equal(line, said);
      return 1;
    },
    () => {
      const numbers = Float64Array.from({ length: 1 + random.below(12) }, (_, i) => i / 3);
      bytes.with(numbers, (ptr, len) => {
        const copy = exports.echo(ptr, len);
        const room = len + random.below(4000);
        const moved = exports.resize(copy, room);
        assert.deepEqual(bytes.read(moved, numbers.length, Float64Array), numbers);
        const view = bytes.view(moved, numbers.length, Float64Array);
        assert.equal(view.length, numbers.length, 'the view is not detached');
        assert.equal(view.at(-1), numbers.at(-1));
        exports.give(moved);
      });
      return 3;
    },
    () => {
      const align = 16 << random.below(9);
      const ptr = exports.aligned(align, 1 + random.below(300));
      assert.equal(ptr % align, 0);
      assert.notEqual(ptr, 0);
      exports.give(ptr);
      return 2;
    },
    () => {
      expected = {};
      const handle = handles.add(expected);
      held.push([handle, expected]);
      assert.equal(exports.use(handle), 1);
      if (held.length < 40) return 1;
      const [old, object] = held.splice(random.below(held.length), 1)[0];
      expected = object;
      assert.equal(exports.use(old), 1);
      exports.drop(old);
      return 3;
    },
  ];

  let pages = 0;
  let done = 0;
  const pagesNow = () => guest.memory.buffer.byteLength / 65536;
  for (let epoch = 1; done < calls; epoch++) {
    for (let left = 4000; left > 0; left--) done += kinds[random.below(kinds.length)]();
    pages = pagesNow();
    const end = Math.min(calls, (epoch * calls) / 4);
    while (done < end) done += kinds[random.below(kinds.length)]();
    assert.equal(pagesNow(), pages, 'memory does not grow after the warm-up');

    for (const [handle] of held.splice(0)) exports.drop(handle);
    assert.equal(handles.count(), 0);
    assert.deepEqual([guest.heap.stats().liveBlocks, guest.heap.stats().liveBytes], [0, 0]);
    assert.deepEqual([...guest.heap.blocks()], []);

    // The last kind of import ends the guest.
    const message = someText(30);
    const placed = text.write(message);
    assert.throws(() => exports.fail(placed.ptr, placed.len), (/** @type {any} */ error) => {
      assert.ok(error instanceof GuestPanic, String(error));
      assert.deepEqual([error.guestMessage, error.file, error.line, error.column], [message, message, 7, 9]);
      return true;
    });
    assert.throws(() => exports.echo(0, 0), { code: 'ERR_TRAPPED' });
    guest.reset();
    grown = 0;
  }
  assert.ok(inside > calls / 10, `memory grew inside ${inside} imports`);
}

test('a million calls of a guest that grows memory inside every import lose nothing', () => {
  run(1_000_000, { initial: 1, maximum: 64 }, 0x6120);
});

test('nor do they on a memory that is shared', () => {
  run(50_000, { initial: 1, maximum: 64, shared: true }, 0x54a2ed);
});
