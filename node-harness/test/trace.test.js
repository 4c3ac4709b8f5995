import assert from 'node:assert/strict';
import { test } from 'node:test';

import { instantiate } from '../src/node.js';
import { trace } from '../src/trace/trace.js';
import { F64, I32, I64, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';
import { mustExist, panicGuestPath } from '../test-support/guest-files.js';
import { seeded } from '../test-support/random.js';

const GREETING = [...new TextEncoder().encode('Hi "there"\n')];

/** A guest that calls back in every way: texts, growth, traps, other exports. */
const guestBytes = assemble({
  imports: [
    envMemory(1, 10),
    envFunc('malloc', { params: [I32], results: [I32] }),
    envFunc('send_line', { params: [I32, I32] }),
    envFunc('back', { params: [I32] }),
    envFunc('wide', { params: [I64, F64], results: [I64] }),
    envFunc('log', { params: [I32, I32] }),
  ],
  funcs: [
    {
      name: 'say',
      code: [
        ...GREETING.flatMap((byte, i) => [...op.i32(0x100 + i), ...op.i32(byte), ...op.storeByte(0)]),
        ...[...op.i32(7), ...op.call(0), ...op.drop()],
        ...[...op.i32(0x100), ...op.i32(GREETING.length), ...op.call(1)],
        ...[...op.i32(0x100), ...op.i32(2), ...op.call(4)],
      ],
    },
    { name: 'grow', params: [I32], results: [I32], code: [...op.get(0), ...op.grow()] },
    { name: 'callBack', params: [I32], code: [...op.get(0), ...op.call(2)] },
    { name: 'trap', code: [...op.i32(1), ...op.call(2), ...op.unreachable()] },
    { name: 'wide', params: [I64, F64], results: [I64], code: [...op.get(0), ...op.get(1), ...op.call(3)] },
    { name: 'two', results: [I32, I64], code: [...op.i32(1), 0x42, 2] },
  ],
  globals: { __heap_base: 1024 },
});

/**
 * A guest with a trace and these imports, and a clock that a test moves.
 *
 * @param {Record<string, Function>} given
 * @param {import('../src/trace/trace.js').TraceOptions} [options]
 */
function host(given, options = {}) {
  const clock = { ms: 100 };
  const part = trace({ now: () => clock.ms, ...options });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 10 });
  /** @type {any} */
  const guest = { module: new WebAssembly.Module(Uint8Array.from(guestBytes)), memory, live: 0, clock };
  guest.heap = { stats: () => ({ liveBytes: guest.live }) };
  guest.reset = () => {
    const none = () => {};
    const env = { memory, malloc: () => 0x2000, send_line: none, back: none, wide: (/** @type {bigint} */ a) => a, log: none, ...given };
    /** @type {Record<string, any>} */
    const imports = { env: Object.freeze(env) };
    const after = part(guest, imports);
    guest.instance = new WebAssembly.Instance(guest.module, imports);
    guest.exports = guest.instance.exports;
    after?.();
    return guest;
  };
  return guest.reset();
}

/** @param {any} guest */
const tree = (guest) => guest.trace.text({ times: false });

test('each call is a line, indented below the one that it was made in, texts with their text', () => {
  const guest = host({}, { texts: { 'env.log': [[0, 1]] } });
  guest.exports.say();
  guest.exports.wide(-5n, -0);
  guest.exports.two();
  assert.equal(
    tree(guest),
    'say()\n' +
      '  env.malloc(7) -> 0x2000\n' +
      '  env.send_line(0x100, 11 "Hi \\"there\\"\\n")\n' +
      '  env.log(0x100, 2 "Hi")\n' +
      'wide(-5n, -0) -> -5n\n' +
      '  env.wide(-5n, -0) -> -5n\n' +
      'two() -> [1, 2n]\n',
  );
});

test('times are those of the clock, in microseconds since the trace was made', () => {
  /** @type {any} */
  let guest;
  guest = host({
    back: () => {
      guest.clock.ms += 0.0125;
    },
  });
  guest.clock.ms += 1;
  guest.exports.callBack(3);
  assert.equal(
    guest.trace.text(),
    '    1000.0 µs       12.5 µs  callBack(3)\n    1000.0 µs       12.5 µs    env.back(3)\n',
  );
});

test('a call that throws is closed, and so are all that it was made in', () => {
  const guest = host({
    back: (/** @type {number} */ n) => {
      if (n === 2) throw new TypeError('not\ntwo');
      if (n === 3) throw 'a string';
      if (n === 4) guest.exports.trap();
    },
  });
  assert.throws(() => guest.exports.callBack(2), /not\ntwo/);
  assert.throws(() => guest.exports.callBack(3), (thrown) => thrown === 'a string');
  assert.throws(() => guest.exports.callBack(4), WebAssembly.RuntimeError);
  guest.exports.grow(0);
  assert.equal(
    tree(guest),
    'callBack(2) threw TypeError: not\\ntwo\n' +
      '  env.back(2) threw TypeError: not\\ntwo\n' +
      'callBack(3) threw "a string"\n' +
      '  env.back(3) threw "a string"\n' +
      'callBack(4) threw RuntimeError: unreachable\n' +
      '  env.back(4) threw RuntimeError: unreachable\n' +
      '    trap() threw RuntimeError: unreachable\n' +
      '      env.back(1)\n' +
      'grow(0) -> 1\n',
  );
  assert.ok(guest.trace.calls.every((/** @type {any} */ { end }) => end !== undefined));
});

test('growth is told of the call that grew, not of those around it', () => {
  const guest = host({ back: (/** @type {number} */ n) => void (n === 1 ? guest.exports.grow(2) : guest.memory.grow(1)) });
  guest.exports.callBack(1);
  guest.exports.callBack(0);
  guest.memory.grow(1);
  guest.exports.grow(1);
  guest.exports.grow(50);
  assert.equal(
    tree(guest),
    'callBack(1)\n' +
      '  env.back(1)\n' +
      '    grow(2) -> 1  (memory grew by 2 pages to 3)\n' +
      'callBack(0)\n' +
      '  env.back(0)  (memory grew by 1 page to 4)\n' +
      'grow(1) -> 5  (memory grew by 1 page to 6)\n' +
      'grow(50) -> -1\n',
  );
});

test('what is in memory is read when the call is made, however wrong the pointer is', () => {
  const guest = host({}, { texts: { callBack: [[0, 0]], wide: [[0, 1]] } });
  guest.exports.callBack(0x10000);
  guest.exports.callBack(300);
  guest.exports.wide(0n, 1.9);
  const { text } = guest.trace;
  new Uint8Array(guest.memory.buffer).fill(0x41);
  assert.equal(
    text({ times: false }).replace(/"(\\u0000)+"…/, '"NUL"…'),
    'callBack(0x10000 (beyond the end of memory))\n  env.back(65536)\n' +
      'callBack(0x12c "NUL"…)\n  env.back(300)\n' +
      'wide(0n, 1.9 "\\u0000") -> 0n\n  env.wide(0n, 1.9) -> 0n\n',
  );
});

test('the last calls are kept, and how many are not is said', () => {
  const guest = host({}, { limit: 3 });
  for (let n = 0; n < 5; n++) guest.exports.callBack(n);
  assert.equal(guest.trace.dropped, 7);
  assert.equal(tree(guest), '(7 earlier calls are no longer kept)\n  env.back(3)\ncallBack(4)\n  env.back(4)\n');
  guest.trace.clear();
  assert.equal(tree(guest), '');
  guest.exports.callBack(9);
  assert.equal(tree(guest), 'callBack(9)\n  env.back(9)\n');
  assert.throws(() => trace({ limit: 0 }), /limit is 0, and has to be a whole number of calls, at least 1/);
});

test('an open call is shown as it is so far', () => {
  let seen = '';
  const guest = host({ back: () => void (seen = guest.trace.text()) });
  guest.exports.callBack(1);
  assert.equal(seen, '       0.0 µs          open  callBack(1)\n       0.0 µs          open    env.back(1)\n');
});

test('the option trace records a guest of the package, and goes on after a trap and a reset', async () => {
  const guest = await instantiate(mustExist(panicGuestPath), { trace: { limit: 100 }, onLine: () => {} });
  const { add, foo } = guest.exports;
  assert.equal(add.length, 2);
  guest.text.with('World', (ptr, len) => guest.exports.greet(ptr, len));
  assert.throws(() => guest.exports.panic_now(), { name: 'GuestPanic' });
  assert.throws(() => add(1, 2), { code: 'ERR_TRAPPED' });
  const record = guest.trace;
  guest.reset();
  assert.equal(guest.trace, record);
  assert.equal(guest.exports.foo, foo);
  assert.equal(add(1, 2), 3);
  const lines = [
    /^greet\(\d+, 5\)$/,
    /^ {2}env\.malloc\(13\) -> 0x[0-9a-f]+$/,
    /^ {2}env\.send_line\(0x[0-9a-f]+, 13 "Hello, World!"\)$/,
    /^panic_now\(\) threw GuestPanic: the guest panicked at .*: the host asked for a panic$/,
    /^ {2}env\.panic\(0x[0-9a-f]+, 26 "the host asked for a panic", 0x[0-9a-f]+, \d+ ".*panics\.rs", \d+, \d+\) threw GuestPanic: /,
    /^add\(1, 2\) threw HarnessError: `add` cannot be called/,
    /^add\(1, 2\) -> 3$/,
    /^$/,
  ];
  const found = tree(guest).split('\n');
  assert.equal(found.length, lines.length, found.join('\n'));
  for (const [index, line] of lines.entries()) assert.match(found[index], line);
  readChrome(record.chrome());
});

test('objects are kept as the names of their classes, so that they can be collected', () => {
  const guest = host({});
  guest.exports.callBack({ valueOf: () => 3 });
  guest.exports.callBack(Symbol.iterator.description);
  assert.throws(() => guest.exports.callBack(Object.create(null)), TypeError);
  assert.match(tree(guest), /^callBack\(Object \{…\}\)\n {2}env\.back\(3\)\ncallBack\("Symbol\.iterator"\)\n {2}env\.back\(0\)\ncallBack\(Object \{…\}\)/);
});

/**
 * Holds a trace file against the rules of the Trace Event Format, and gives the
 * complete events as a tree by containment in time.
 *
 * @param {string} text
 */
function readChrome(text) {
  const file = JSON.parse(text);
  assert.ok(Array.isArray(file.traceEvents));
  assert.ok(['ms', 'ns'].includes(file.displayTimeUnit));
  /** @type {{ name: string, begin: number, end: number, depth: number, args: any }[]} */
  const complete = [];
  /** @type {typeof complete} */
  const open = [];
  let last = -Infinity;
  for (const event of file.traceEvents) {
    assert.equal(typeof event.name, 'string');
    assert.ok(Number.isInteger(event.pid));
    if (event.ph === 'M') {
      assert.ok(['process_name', 'thread_name'].includes(event.name));
      assert.equal(typeof event.args.name, 'string');
      continue;
    }
    assert.ok(Number.isFinite(event.ts) && event.ts >= 0, String(event.ts));
    if (event.ph === 'C') {
      for (const value of Object.values(event.args)) assert.ok(Number.isFinite(value));
      continue;
    }
    assert.equal(event.ph, 'X');
    assert.equal(typeof event.cat, 'string');
    assert.ok(Number.isInteger(event.tid));
    assert.ok(Number.isFinite(event.dur) && event.dur >= 0, String(event.dur));
    // Both viewers count whole nanoseconds.
    const begin = Math.round(event.ts * 1000);
    const end = Math.round((event.ts + event.dur) * 1000);
    assert.ok(begin >= last, 'events are in the order in which they begin');
    last = begin;
    while (open.length > 0 && open[open.length - 1].end <= begin && end > open[open.length - 1].end) open.pop();
    const around = open.at(-1);
    assert.ok(!around || end <= around.end, `${event.name} sticks out of ${around?.name}`);
    const entry = { name: event.name, begin, end, depth: open.length, args: event.args };
    complete.push(entry);
    open.push(entry);
  }
  return { complete, counters: file.traceEvents.filter((/** @type {any} */ { ph }) => ph === 'C') };
}

test('the Chrome trace has a complete event for each call, and counters of memory and heap', () => {
  /** @type {any} */
  let guest;
  guest = host({
    malloc: () => {
      guest.live += 7;
      guest.clock.ms += 0.001;
      guest.memory.grow(1);
      return 0x2000;
    },
    send_line: () => {
      guest.clock.ms += 0.0025;
    },
  });
  guest.exports.say();
  guest.clock.ms += 0.5;
  guest.exports.wide(2n ** 63n - 1n, NaN);
  const { complete, counters } = readChrome(guest.trace.chrome());
  assert.deepEqual(complete.slice(0, 3), [
    { name: 'say', begin: 0, end: 3500, depth: 0, args: {} },
    { name: 'env.malloc', begin: 0, end: 1000, depth: 1, args: { size: 7, result: 0x2000, grownPages: 1 } },
    { name: 'env.send_line', begin: 1000, end: 3500, depth: 1, args: { ptr: 256, len: 11, 'len: text': '"Hi \\"there\\"\\n"' } },
  ]);
  assert.deepEqual(complete.at(-2)?.args, { arg0: '9223372036854775807n', arg1: 'NaN', result: '9223372036854775807n' });
  assert.deepEqual(
    counters.map((/** @type {any} */ { name, ts, args }) => [name, ts, args.bytes]),
    [
      ['memory bytes', 0, 65536],
      ['heap bytes', 0, 0],
      ['memory bytes', 1, 131072],
      ['heap bytes', 1, 7],
    ],
  );
});

test('events of a Chrome trace nest, whatever is called, thrown and left open', () => {
  const random = seeded(0x7ace);
  /** @type {any} */
  let guest;
  const tick = () => {
    guest.clock.ms += random.below(3) === 0 ? 0 : random.below(1_000_000) / 999_983;
  };
  let budget = 0;
  guest = host(
    {
      back: () => {
        tick();
        for (let calls = random.below(4); calls > 0 && budget-- > 0; calls--) call();
        tick();
        if (random.below(9) === 0) throw new Error('out');
      },
    },
    { limit: 500 },
  );
  function call() {
    try {
      if (random.below(8) === 0) guest.exports.trap();
      else guest.exports.callBack(1);
    } catch {
      tick();
    }
  }
  for (let round = 0; round < 60; round++) {
    budget = 20;
    call();
    const { complete } = readChrome(guest.trace.chrome());
    assert.equal(complete.length, guest.trace.calls.length);
  }
  assert.ok(guest.trace.dropped > 0);
});
