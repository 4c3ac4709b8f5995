/** The heaps, and what `check` finds, in every host: the stacks are the engine's. */
import { heap } from '../../src/core/heap.js';
import { instantiateSync } from '../../src/core/index.js';
import { bump, check, fast } from '../../src/heap/index.js';
import { I32, assemble, envFunc, envMemory, op } from '../../test-support/assemble.js';
import { equal, match, ok } from '../../test-support/assert.js';
import { seeded } from '../../test-support/random.js';

const [MALLOC, FREE, MAKE_BLOCK, DROP_BLOCK] = [0, 1, 2, 3];
/** @param {number} size */
const make = (size) => [...op.i32(size), ...op.call(MAKE_BLOCK), ...op.set(0)];
const drop = [...op.get(0), ...op.call(DROP_BLOCK)];
/** @param {number} offset */
const write = (offset) => [...op.get(0), ...op.i32(offset), ...op.add(), ...op.i32(42), ...op.storeByte(0)];

/** @type {[name: string, code: number[], error: string][]} */
const PLANTED = [
  ['overrun', [...make(5), ...write(5), ...drop], 'ERR_OVERRUN'],
  ['underrun', [...make(5), ...write(-1), ...drop], 'ERR_UNDERRUN'],
  ['double_free', [...make(5), ...drop, ...drop], 'ERR_DOUBLE_FREE'],
  ['use_after_free', [...make(5), ...drop, ...write(0)], 'ERR_USE_AFTER_FREE'],
  ['wild_free', [...make(5), ...op.get(0), ...op.i32(1), ...op.add(), ...op.call(DROP_BLOCK)], 'ERR_NOT_A_BLOCK'],
];

const GUEST = assemble({
  imports: [envMemory(1, 64), envFunc('malloc', { params: [I32], results: [I32] }), envFunc('free', { params: [I32] })],
  globals: { __heap_base: 1024 },
  funcs: [
    { debugName: 'make_block', params: [I32], results: [I32], code: [...op.get(0), ...op.call(MALLOC)] },
    { debugName: 'drop_block', params: [I32], code: [...op.get(0), ...op.call(FREE)] },
    ...PLANTED.map(([name, code]) => ({ name, debugName: name, code, locals: 1 })),
    { name: 'leak', debugName: 'leak', code: [...op.i32(100), ...op.call(MAKE_BLOCK), ...op.drop()] },
  ],
});

const guestWithCheck = () => /** @type {any} */ (instantiateSync(GUEST, { parts: [heap(check)] }));

/** @type {import('../../test-support/suites.js').Cases} */
export const heaps = {
  'blocks stay apart and keep their contents, in each heap': () => {
    for (const create of [bump, fast, check]) {
      const random = seeded(0xb10c);
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 200 });
      const made = create(memory);
      made.open(1024);
      /** @type {{ ptr: number, size: number, fill: number }[]} */
      const live = [];
      for (let step = 0; step < 2000; step++) {
        if (random.below(2) && live.length > 0) {
          const [{ ptr, size, fill }] = live.splice(random.below(live.length), 1);
          ok(new Uint8Array(memory.buffer, ptr, size).every((byte) => byte === fill));
          made.free(ptr);
        } else {
          const [size, fill] = [random.below(300), random.below(256)];
          const ptr = made.malloc(size, 1 << random.below(10));
          new Uint8Array(memory.buffer, ptr, size).fill(fill);
          live.push({ ptr, size, fill });
        }
        if (step % 200 === 0) memory.grow(1);
      }
      equal(made.stats().liveBlocks, live.length);
    }
  },
  ...Object.fromEntries(
    PLANTED.map(([name, , code]) => [
      `${name} is found, with the function of the guest that allocated the block`,
      () => {
        const guest = guestWithCheck();
        const error = /** @type {any} */ (
          (() => {
            try {
              guest.exports[name]();
              guest.heap.verify();
            } catch (thrown) {
              return thrown;
            }
          })()
        );
        equal(error?.code, code);
        match(error.allocated, /make_block/);
        match(error.allocated, new RegExp(name));
        match(error.message, /make_block/);
      },
    ]),
  ),
  'leaks are grouped by the function of the guest': () => {
    const guest = guestWithCheck();
    for (let i = 0; i < 3; i++) guest.exports.leak();
    const { count, bytes, leaks } = guest.heap.leaks();
    equal([count, bytes, leaks.length].join(), '3,300,1');
    match(leaks[0].stack, /make_block/);
  },
};
