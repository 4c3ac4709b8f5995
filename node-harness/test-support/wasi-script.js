/**
 * Calls of WASI in a short notation, which a guest makes one after another.
 *
 * A step is the name of a call and its arguments: numbers, some by the names
 * below, joined with `|`; `'text'` for the address and the length of a string;
 * `@32` for what is in memory at 32. `peek8 ADDRESS`, `peek32` and `peek64` read
 * the memory, `poke32 ADDRESS VALUE` and `poke64` write to it. What lies below 256
 * and at 1024 is free for results; at `VECTOR` is a vector of one buffer, of 8
 * bytes at 1024. The tests of wasmtime-runner have the same notation.
 */
import { deepEqual, ok } from './assert.js';
import { assemble, I32, I64, op } from './assemble.js';
import * as errno from '../src/wasi/errno.js';
import * as nodes from '../src/wasi/nodes.js';

/** The calls of preview 1, each with its parameters: `i` is an i32, `l` an i64. */
export const CALLS = {
  args_get: 'ii',
  args_sizes_get: 'ii',
  clock_res_get: 'ii',
  clock_time_get: 'ili',
  environ_get: 'ii',
  environ_sizes_get: 'ii',
  fd_advise: 'illi',
  fd_allocate: 'ill',
  fd_close: 'i',
  fd_datasync: 'i',
  fd_fdstat_get: 'ii',
  fd_fdstat_set_flags: 'ii',
  fd_fdstat_set_rights: 'ill',
  fd_filestat_get: 'ii',
  fd_filestat_set_size: 'il',
  fd_filestat_set_times: 'illi',
  fd_pread: 'iiili',
  fd_prestat_dir_name: 'iii',
  fd_prestat_get: 'ii',
  fd_pwrite: 'iiili',
  fd_read: 'iiii',
  fd_readdir: 'iiili',
  fd_renumber: 'ii',
  fd_seek: 'ilii',
  fd_sync: 'i',
  fd_tell: 'ii',
  fd_write: 'iiii',
  path_create_directory: 'iii',
  path_filestat_get: 'iiiii',
  path_filestat_set_times: 'iiiilli',
  path_link: 'iiiiiii',
  path_open: 'iiiiillii',
  path_readlink: 'iiiiii',
  path_remove_directory: 'iii',
  path_rename: 'iiiiii',
  path_symlink: 'iiiii',
  path_unlink_file: 'iii',
  poll_oneoff: 'iiii',
  proc_raise: 'i',
  random_get: 'ii',
  sched_yield: '',
  sock_accept: 'iii',
  sock_recv: 'iiiiii',
  sock_send: 'iiiii',
  sock_shutdown: 'ii',
};

/** @type {Record<string, number>} */
const NAMES = {
  // Rights.
  READ: 2,
  WRITE: 64,
  // How `path_open` opens.
  CREATE: 1,
  FOLDER: 2,
  EXCLUSIVE: 4,
  EMPTY: 8,
  // Flags of a descriptor, and of a path.
  APPEND: 1,
  FOLLOW: 1,
  VECTOR: 256,
  // An address of which the last bytes are outside of the one page of memory.
  OUT: 65534,
};

/** Where strings begin, and where the answers are kept. */
const STRINGS = 4096;
const ANSWERS = 32768;

const encoder = new TextEncoder();

/**
 * How a program ended.
 *
 * @typedef {object} Outcome
 * @property {number} code 134 if a call of the system ended it
 * @property {Uint8Array} stdout
 * @property {Uint8Array} stderr
 * @property {Record<string, any>} files the granted folders, as they are then
 * @property {Record<string, any>} [beside] what was not granted, if there is such a thing
 */
/**
 * What a program is given.
 *
 * @typedef {object} Grants
 * @property {Record<string, any>} [files]
 * @property {string[]} [readOnly]
 * @property {Record<string, any>} [beside] files beside the granted folders, where the host has such a place
 * @property {Record<string, string>} [env]
 * @property {string} [stdin]
 * @property {boolean} [shared] the memory of the program is shared between threads
 */
/** Runs a program; the first argument is its name. @typedef {(module: Uint8Array, args: string[], grants?: Grants) => Outcome | Promise<Outcome>} Run */

/**
 * Makes the calls of `steps` in one guest.
 *
 * @param {Run} run
 * @param {Grants} grants
 * @param {string[]} steps
 */
export async function call(run, grants, steps) {
  const outcome = await run(moduleOf(steps, true, grants.shared), ['script.wasm', 'argument'], { env: { A: '1' }, ...grants });
  const { stderr } = outcome;
  ok(outcome.code === 0 && stderr.length === 8 * steps.length, new TextDecoder().decode(stderr) || `exit code ${outcome.code}`);
  const view = new DataView(stderr.buffer, stderr.byteOffset);
  return { found: steps.map((_, i) => Number(view.getBigInt64(8 * i, true))), ...outcome };
}

/**
 * The same, each of which answers as expected: the steps are lines, those of them
 * that are to answer anything but 0 with ` = ` and what, a number or a name. A
 * line that begins with `#` is a comment.
 *
 * @param {Run} run
 * @param {Grants} grants
 * @param {string} text
 */
export async function answers(run, grants, text) {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const steps = lines.map((line) => line.split(' = '));
  const outcome = await call(run, grants, steps.map(([step]) => step));
  /** @type {Record<string, unknown>} */
  const names = { ...errno, ...nodes };
  const wrong = steps.flatMap(([step, expected = '0'], i) => {
    const found = outcome.found[i];
    return found === (names[expected] ?? Number(expected)) ? [] : `${step}: ${found}, not ${expected}`;
  });
  deepEqual(wrong, [], 'wrong answers');
  return outcome;
}

/**
 * Up to four bytes as the number that they are in memory.
 *
 * @param {string} text
 */
export const word = (text) => [...encoder.encode(text)].reduceRight((sum, byte) => sum * 256 + byte, 0);

/**
 * That the guest is ended by the last of `steps`, for an address that leads out of
 * the memory.
 *
 * @param {Run} run
 * @param {Grants} grants
 * @param {string[]} steps
 */
export async function ends(run, grants, steps) {
  const { code } = await run(moduleOf(steps, false), ['script.wasm'], { env: { A: '1' }, ...grants });
  deepEqual(code, 134, steps.at(-1));
}

/**
 * A guest that makes the calls, and then writes their answers to standard error.
 *
 * @param {string[]} steps
 * @param {boolean} reports
 * @param {boolean} [shared]
 */
export function moduleOf(steps, reports, shared) {
  /** @type {number[]} */
  const strings = [];
  const names = Object.keys(CALLS);
  const code = steps.flatMap((step, number) => [...op.i32(ANSWERS + 8 * number), ...valueOf(step, strings, names), ...op.store64()]);
  if (reports) {
    const vector = ANSWERS - 8;
    code.push(...op.i32(vector), ...op.i32(ANSWERS), ...op.store(), ...op.i32(vector + 4), ...op.i32(8 * steps.length), ...op.store());
    code.push(...[2, vector, 1, 0].flatMap(op.i32), ...op.call(names.indexOf('fd_write')), ...op.drop());
  }
  ok(strings.length <= ANSWERS - 8 - STRINGS && 8 * steps.length <= 65536 - ANSWERS, 'a script of fewer steps');
  return assemble({
    imports: Object.entries(CALLS).map(([name, kinds]) => ({
      module: 'wasi_snapshot_preview1',
      name,
      func: { params: [...kinds].map((kind) => (kind === 'l' ? I64 : I32)), results: [I32] },
    })),
    funcs: [{ name: '_start', code }],
    ownMemory: { initial: 1, maximum: 1, shared },
    exportMemory: 'memory',
    data: [
      { at: NAMES.VECTOR, bytes: Uint8Array.of(0, 4, 0, 0, 8, 0, 0, 0) },
      { at: STRINGS, bytes: Uint8Array.from(strings) },
    ],
  });
}

/**
 * The code that leaves the answer of a step, an i64.
 *
 * @param {string} step
 * @param {number[]} strings
 * @param {string[]} names
 */
function valueOf(step, strings, names) {
  const [, name, rest] = /** @type {RegExpExecArray} */ (/^(\S+) ?([^]*)$/.exec(step));
  const given = argumentsOf(rest, strings);
  const next = (/** @type {string} */ kind) => {
    const argument = given.shift();
    ok(argument !== undefined, `${step}: one argument more`);
    const at = argument.startsWith('@') ? Number(argument.slice(1)) : undefined;
    if (kind === 'i') return at === undefined ? op.i32(Number(argument)) : [...op.i32(at), ...op.load()];
    return at === undefined ? op.i64(BigInt(argument)) : [...op.i32(at), ...op.load64()];
  };
  const code = () => {
    switch (name) {
      case 'peek8':
        return [...next('i'), ...op.load64From8()];
      case 'peek32':
        return [...next('i'), ...op.load64From32()];
      case 'peek64':
        return [...next('i'), ...op.load64()];
      case 'poke32':
        return [...next('i'), ...next('l'), ...op.store32From64(), ...op.i64(0n)];
      case 'poke64':
        return [...next('i'), ...next('l'), ...op.store64(), ...op.i64(0n)];
      default:
        ok(name in CALLS, `${step}: a call of preview 1`);
        return [...[.../** @type {Record<string, string>} */ (CALLS)[name]].flatMap(next), ...op.call(names.indexOf(name)), ...op.extend()];
    }
  };
  const made = code();
  deepEqual(given, [], `${step}: arguments too many`);
  return made;
}

/**
 * @param {string} text
 * @param {number[]} strings
 */
function argumentsOf(text, strings) {
  return text.split("'").flatMap((part, i) => {
    if (i % 2 === 1) {
      const bytes = encoder.encode(part);
      const at = STRINGS + strings.length;
      strings.push(...bytes);
      return [String(at), String(bytes.length)];
    }
    return part.split(' ').filter((word) => word !== '').map((word) => {
      const flags = word.split('|').map((flag) => NAMES[flag]);
      return flags.every((flag) => flag !== undefined) ? String(flags.reduce((all, flag) => all | flag)) : word;
    });
  });
}
