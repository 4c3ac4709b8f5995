import { fail } from '../core/error.js';
import { aboutCalls } from './about.js';
import { clockCalls, systemClock } from './clock.js';
import { Descriptors, Input, OpenFolder, Output } from './descriptors.js';
import { Errno, SUCCESS } from './errno.js';
import { fileCalls } from './files.js';
import { folderCalls } from './folders.js';
import { lines } from './lines.js';
import { GuestMemory } from './memory.js';
import { filesOf, folderOf } from './nodes.js';
import { pathCalls } from './paths.js';
import { pollCalls } from './poll.js';
import { processCalls } from './process.js';
import { socketCalls } from './sockets.js';
import { stringCalls } from './strings.js';

/**
 * What a program is given. Of the host it sees nothing else, but the time.
 *
 * @typedef {object} WasiOptions
 * @property {string[]} [args] its name first
 * @property {Record<string, string>} [env]
 * @property {Record<string, import('./nodes.js').Files>} [files] granted folders, each by the name that it has in the guest
 * @property {string[]} [readOnly] those of them that are not to be changed
 * @property {string | Uint8Array | import('./descriptors.js').Source} [stdin] nothing when absent
 * @property {import('./descriptors.js').Sink} [stdout] `console.log`, by lines, when absent
 * @property {import('./descriptors.js').Sink} [stderr] `console.error`, likewise
 * @property {Partial<import('./clock.js').Clock>} [clock]
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} [random] fills `bytes`, which are at most 65536; `crypto` when absent
 */

/** Everything behind the calls of one program. */
export class System {
  memory;
  args;
  env;
  clock;
  random;
  descriptors;
  #granted;
  #outputs;

  /**
   * @param {any} guest
   * @param {WasiOptions} options
   */
  constructor(guest, { args = [], env = {}, files = {}, readOnly = [], stdin = '', stdout, stderr, clock, random }) {
    this.memory = new GuestMemory(guest);
    this.args = args.map((arg, i) => withoutZero(`args[${i}]`, arg));
    this.env = Object.entries(env).map(([name, value]) => withoutZero(`env.${name}`, `${name}=${value}`));
    this.clock = { ...systemClock, ...clock };
    this.random = random ?? ((bytes) => void crypto.getRandomValues(bytes));
    this.#outputs = [stdout ?? lines(console.log), stderr ?? lines(console.error)];
    const now = this.clock.realtime();
    this.#granted = Object.entries(files).map(
      ([name, folder]) => new OpenFolder(folderOf(folder, now, `${name}/`), readOnly.includes(name), withoutZero('files', name)),
    );
    const missing = readOnly.find((name) => !Object.hasOwn(files, name));
    if (missing !== undefined) fail('ERR_WASI_READ_ONLY', missing);
    this.descriptors = new Descriptors([
      new Input(typeof stdin === 'function' ? stdin : readerOf(stdin)),
      ...this.#outputs.map((sink) => new Output(sink)),
      ...this.#granted,
    ]);
  }

  /** Every function of `wasi_snapshot_preview1`. */
  calls() {
    /** @type {Record<string, (...args: any[]) => unknown>} */
    const calls = {
      ...stringCalls(this),
      ...clockCalls(this),
      ...processCalls(this),
      ...aboutCalls(this),
      ...fileCalls(this),
      ...folderCalls(this),
      ...pathCalls(this),
      ...pollCalls(this),
      ...socketCalls(this),
    };
    return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, answering(call)]));
  }

  /** The granted folders, as they are now. */
  files() {
    return Object.fromEntries(this.#granted.map(({ granted, node }) => [String(granted), filesOf(node)]));
  }

  /** Writes what is left of a last line without an end. */
  end() {
    for (const sink of this.#outputs) /** @type {Partial<import('./lines.js').Lines>} */ (sink).end?.();
  }
}

/**
 * A call that answers an errno.
 *
 * @param {(...args: any[]) => unknown} call
 */
const answering =
  (call) =>
  (/** @type {any[]} */ ...args) => {
    try {
      call(...args);
      return SUCCESS;
    } catch (error) {
      if (error instanceof Errno) return error.number;
      throw error;
    }
  };

/**
 * @param {string} what
 * @param {string} string
 */
function withoutZero(what, string) {
  return string.includes('\0') ? fail('ERR_WASI_STRING', what, string) : string;
}

/**
 * @param {string | Uint8Array} input
 * @returns {import('./descriptors.js').Source}
 */
function readerOf(input) {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  let at = 0;
  return (most) => bytes.subarray(at, (at += Math.min(most, bytes.length - at)));
}
