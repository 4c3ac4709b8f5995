/** The part `wasi` itself: what it is given, what it gives, and what it refuses. */
import { deepEqual, equal, ok, rejects, throws } from '../../test-support/assert.js';
import { assemble, I32, op } from '../../test-support/assemble.js';
import { moduleOf } from '../../test-support/wasi-script.js';
import { instantiate, instantiateSync } from '../../src/core/index.js';
import { lines, Link, wasi } from '../../src/wasi/wasi.js';

const text = (/** @type {any} */ bytes) => new TextDecoder().decode(bytes);

/**
 * @param {Uint8Array} module
 * @param {import('../../src/wasi/wasi.js').WasiOptions} [options]
 */
const guestOf = (module, options) => /** @type {any} */ (instantiateSync(module, { parts: [wasi(options)] }));

/**
 * What the steps of a script answer.
 *
 * @param {string[]} steps
 * @param {import('../../src/wasi/wasi.js').WasiOptions} [options]
 */
function answersOf(steps, options) {
  /** @type {bigint[]} */
  let found = [];
  const guest = guestOf(moduleOf(steps, true), {
    ...options,
    stderr: (bytes) => void (found = [...new BigInt64Array(bytes.buffer)]),
  });
  guest.wasi.start();
  return found.map(Number);
}

/** @type {import('../../test-support/suites.js').Cases} */
export const part = {
  'a command runs once, and once more after a reset, with the files of its options': async (host) => {
    const parts = [wasi({ args: ['guest', 'write', 'new', 'text'], files: { '.': { old: 'old' } } })];
    const guest = /** @type {any} */ (await instantiate(await host.guest('guest-wasi'), { parts }));
    equal(guest.wasi.exitCode, undefined);
    equal(guest.wasi.start(), 0);
    equal(guest.wasi.exitCode, 0);
    deepEqual(Object.keys(guest.wasi.files['.']), ['old', 'new']);
    throws(() => guest.wasi.start(), { code: 'ERR_WASI_STARTED' });
    guest.reset();
    deepEqual(Object.keys(guest.wasi.files['.']), ['old']);
    equal(guest.wasi.start(), 0);
    equal(text(guest.wasi.files['.'].new), 'text\n');
  },

  'the files that one guest leaves can be given to another one': async (host) => {
    const module = await host.guest('guest-wasi');
    const first = guestOf(module, { args: ['guest', 'write', 'new', 'text'], files: { '.': { link: new Link('new'), folder: {} } } });
    first.wasi.start();
    let printed = '';
    const { files } = first.wasi;
    const second = guestOf(module, { args: ['guest', 'cat', 'link'], files, stdout: (bytes) => void (printed += text(bytes)) });
    equal(second.wasi.start(), 0);
    equal(printed, 'text\n');
    deepEqual(second.wasi.files, files);
  },

  'proc_exit gives the exit code, and ends the guest': async (host) => {
    const guest = guestOf(await host.guest('guest-wasi'), { args: ['guest', 'nix'], stderr: () => {} });
    equal(guest.wasi.start(), 2);
    equal(guest.wasi.exitCode, 2);
    throws(() => guest.exports._start(), { code: 'ERR_TRAPPED' });
    const large = assemble({
      imports: [{ module: 'wasi_snapshot_preview1', name: 'proc_exit', func: { params: [I32] } }],
      funcs: [{ name: '_start', code: [...op.i32(-1), ...op.call(0)] }],
      ownMemory: { initial: 1 },
      exportMemory: 'memory',
    });
    equal(guestOf(large).wasi.start(), 0xffff_ffff);
  },

  'a trap of a command is what start throws': () => {
    const module = assemble({ funcs: [{ name: '_start', code: op.unreachable() }], ownMemory: { initial: 1 }, exportMemory: 'memory' });
    const guest = guestOf(module);
    throws(() => guest.wasi.start(), WebAssembly.RuntimeError);
    equal(guest.wasi.exitCode, undefined);
  },

  'a reactor is made ready, and then its functions are called': () => {
    const module = assemble({
      imports: [{ module: 'wasi_snapshot_preview1', name: 'sched_yield', func: { results: [I32] } }],
      funcs: [
        { name: '_initialize', code: [...op.i32(0), ...op.i32(7), ...op.store()] },
        { name: 'ready', results: [I32], code: [...op.i32(0), ...op.load(), ...op.call(0), ...op.add()] },
      ],
      ownMemory: { initial: 1 },
      exportMemory: 'memory',
    });
    const guest = guestOf(module);
    guest.wasi.initialize();
    equal(guest.exports.ready(), 7);
    throws(() => guest.wasi.start(), { code: 'ERR_WASI_NO_START' });
    throws(() => guestOf(moduleOf([], false)).wasi.initialize(), { code: 'ERR_WASI_NO_INITIALIZE' });
  },

  'standard input is a text, bytes or a function, and ends': () => {
    const steps = ['fd_read 0 VECTOR 1 64', 'peek32 64', 'peek64 1024', 'fd_read 0 VECTOR 1 64', 'peek32 64', 'fd_read 0 VECTOR 1 64', 'peek32 64'];
    const number = Number(new DataView(new TextEncoder().encode('12345678').buffer).getBigInt64(0, true));
    const expected = [0, 8, number, 0, 2, 0, 0];
    deepEqual(answersOf(steps, { stdin: '1234567890' }), expected);
    deepEqual(answersOf(steps, { stdin: new TextEncoder().encode('1234567890') }), expected);
    const asked = /** @type {number[]} */ ([]);
    const parts = ['12345678', '90', ''];
    const stdin = (/** @type {number} */ most) => {
      asked.push(most);
      return new TextEncoder().encode(parts.shift());
    };
    deepEqual(answersOf(steps, { stdin }), expected);
    deepEqual(asked, [8, 8, 8]);
    deepEqual(answersOf(steps).map(Number)[1], 0);
  },

  'lines are whole ones, whatever pieces they come in, and the last one needs no end': () => {
    /** @type {string[]} */
    const found = [];
    const sink = lines((line) => void found.push(line));
    const bytes = new TextEncoder().encode('ünï\n\ncode…\nend');
    for (const byte of bytes) sink(Uint8Array.of(byte));
    deepEqual(found, ['ünï', '', 'code…']);
    sink.end();
    deepEqual(found, ['ünï', '', 'code…', 'end']);
    sink.end();
    equal(found.length, 4);
  },

  'what a program has printed without a line break is there when it has ended': () => {
    /** @type {string[]} */
    const found = [];
    const guest = guestOf(moduleOf(["poke64 1024 0x636261", 'fd_write 1 VECTOR 1 64'], false), { stdout: lines((line) => void found.push(line)) });
    guest.wasi.start();
    deepEqual(found, ['abc\0\0\0\0\0']);
  },

  'clocks and random bytes can be those of the host': () => {
    /** @type {bigint[]} */
    const slept = [];
    let now = 1_000n;
    const clock = {
      realtime: () => 5_000n,
      monotonic: () => now,
      resolution: 10n,
      sleep: (/** @type {bigint} */ ns) => {
        slept.push(ns);
        now += ns;
      },
    };
    const steps = [
      'clock_time_get 0 1 64',
      'peek64 64',
      'clock_time_get 1 1 64',
      'peek64 64',
      'clock_res_get 1 64',
      'peek64 64',
      'random_get 64 3',
      'peek32 64',
      // Two clocks: for 700 from now on, and until 1500, which is sooner.
      'poke64 64 7',
      'poke32 80 1',
      'poke64 88 700',
      'poke64 112 8',
      'poke32 128 1',
      'poke64 136 1500',
      'poke32 152 1',
      'poll_oneoff 64 1024 2 32',
      'peek32 32',
      'peek64 1024',
      'clock_time_get 1 1 64',
      'peek64 64',
    ];
    const random = (/** @type {Uint8Array} */ bytes) => void bytes.fill(9);
    const found = answersOf(steps, { clock, random });
    deepEqual(found.slice(0, 8), [0, 5_000, 0, 1_000, 0, 10, 0, 0x090909]);
    deepEqual(found.slice(15), [0, 1, 8, 0, 1_500]);
    deepEqual(slept, [500n]);
  },

  'a poll waits for as long as it is told': () => {
    const before = performance.now();
    // 20 milliseconds.
    answersOf(['poke32 80 1', 'poke64 88 20000000', 'poll_oneoff 64 1024 1 32']);
    ok(performance.now() - before >= 20, performance.now() - before);
  },

  'a function that the user gives wins': () => {
    let asked = 0;
    const imports = { wasi_snapshot_preview1: { sched_yield: () => (asked += 1) } };
    const guest = /** @type {any} */ (instantiateSync(moduleOf(['sched_yield', 'random_get 0 8'], false), { imports, parts: [wasi()] }));
    guest.wasi.start();
    equal(asked, 1);
  },

  'a value that its type does not have is refused': () => {
    const refused = [
      'clock_res_get 9 0',
      'clock_time_get 4 0 0',
      'fd_advise @32 0 6 9',
      'fd_fdstat_set_flags @32 32',
      'fd_seek @32 0 3 64',
      "path_open 3 4 'file' 0 READ 0 0 64",
      "path_open 3 0 'file' 16 READ 0 0 64",
      "path_open 3 0 'file' 0 READ 0 32 64",
      'fd_filestat_set_times @32 0 0 16',
      "path_filestat_get 3 2 'file' 64",
      "path_link 3 2 'file' 3 'new'",
      // The clock of a thread, and a kind of event that there is not.
      'poll_oneoff 128 1024 1 64',
      'poll_oneoff 192 1024 1 64',
    ];
    const setUp = ["path_open 3 0 'file' 0 READ|WRITE 0 0 32", 'poke32 144 3', 'poke32 200 3'];
    const found = answersOf([...setUp, ...refused], { files: { '.': { file: '' } } });
    deepEqual(found, [0, 0, 0, ...refused.map(() => 28)]);
  },

  'what cannot be given to a guest is refused': () => {
    const refused = (/** @type {any} */ options, /** @type {string} */ code) => throws(() => guestOf(moduleOf([], false), options), { code });
    refused({ args: ['a', 'b\0c'] }, 'ERR_WASI_STRING');
    refused({ env: { A: '\0' } }, 'ERR_WASI_STRING');
    for (const name of ['', '.', '..', 'a/b', 'a\0']) refused({ files: { '.': { folder: { [name]: '' } } } }, 'ERR_WASI_NAME');
    for (const contents of [1, null, undefined]) refused({ files: { '.': { a: contents } } }, 'ERR_WASI_CONTENTS');
    refused({ files: { '.': {} }, readOnly: ['/data'] }, 'ERR_WASI_READ_ONLY');
  },

  'a guest without a memory that can be found is told so': async () => {
    const imports = [{ module: 'wasi_snapshot_preview1', name: 'random_get', func: { params: [I32, I32], results: [I32] } }];
    const funcs = [{ name: '_start', code: [...op.i32(0), ...op.i32(8), ...op.call(0), ...op.drop()] }];
    const hidden = guestOf(assemble({ imports, funcs, ownMemory: { initial: 1 } }));
    throws(() => hidden.wasi.start(), { code: 'ERR_WASI_NO_MEMORY' });
    const early = assemble({ imports, funcs, ownMemory: { initial: 1 }, exportMemory: 'memory', start: 1 });
    await rejects(instantiate(early, { parts: [wasi()] }), { code: 'ERR_WASI_NO_MEMORY' });
  },

  'a pointer that leads out of the memory is named': () => {
    throws(() => guestOf(moduleOf(['random_get OUT 8'], false)).wasi.start(), { code: 'ERR_OUT_OF_BOUNDS' });
  },

  'guest.memory is the memory that the guest exports, after a reset too': () => {
    const guest = guestOf(moduleOf(["path_open 3 0 'a name' 0 READ 0 0 32"], false));
    equal(guest.memory, guest.exports.memory);
    guest.reset();
    equal(guest.memory, guest.instance.exports.memory);
  },
};
