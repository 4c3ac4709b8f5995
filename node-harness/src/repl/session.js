import { basename } from 'node:path';

import { readNow } from '../file.js';
import { check, fast } from '../heap/index.js';
import { hex } from '../hex.js';
import { readNames } from '../module/names.js';
import { readSections } from '../module/sections.js';
import { signatures } from '../module/signatures.js';
import { instantiateSync } from '../node.js';
import { trace } from '../trace/trace.js';
import { wasi } from '../wasi/wasi.js';
import { Allocations } from './allocations.js';
import { putAtHand } from './at-hand.js';
import { counted } from './counted.js';
import { errorText, interruptText } from './error-text.js';
import { HeapLines } from './heap-lines.js';
import { keepState } from './keep.js';
import { diffText, imageOf } from './memory-diff.js';
import { OutermostCalls } from './outermost.js';
import { placeOf } from './place.js';
import { signatureText } from './signature-text.js';
import { callsSince, countOf } from './trace-text.js';
import { versionOf } from './watch-file.js';

/** @typedef {import('../full.js').Options} Options */
/** @typedef {import('../core/guest.js').Imports} Imports */
/** @typedef {import('../module/signatures.js').Signatures} Signatures */
/** @typedef {import('../full.js').Guest} Guest */

/**
 * A build of the guest, loaded.
 *
 * @typedef {object} Build
 * @property {Guest} guest
 * @property {Uint8Array} bytes of the module
 * @property {Signatures} signatures
 * @property {Uint8Array} startImage memory as it was before the guest was called
 */

/** What the user gives the guest, and the file that it is from. @typedef {{ imports: Imports, from: string }} Given */

/**
 * @typedef {object} SessionOptions
 * @property {Given} [given]
 * @property {NonNullable<Options['heap']>} [heap] makes the heap; `fast` when absent
 */

/** A guest at a prompt: all that the commands and the completion ask for. */
export class Session {
  #heapLines = new HeapLines((line) => console.log(line));
  #calls = new OutermostCalls(
    (name) => this.signatureOf(name),
    (name) => this.#aroundCall(name),
  );
  #makeHeap;
  /** @type {Build} */
  #build;
  /** What functions are called, by index. @type {Map<number, string>} */
  #names = new Map();
  /** Memory as it was before the last line. @type {Uint8Array} */
  #lineImage;

  /** Where the blocks that live came from. */
  allocations = this.#noAllocations();
  /** Which calls are printed. @type {'all' | Set<string> | undefined} */
  tracing;
  /** Which version of the file was loaded last, or tried. @type {import('./watch-file.js').Version} */
  version;

  /**
   * Loads the guest, and puts it at hand.
   *
   * @param {string} path
   * @param {SessionOptions} [options]
   */
  constructor(path, { given = { imports: {}, from: '' }, heap = fast } = {}) {
    this.path = path;
    this.given = given;
    this.#makeHeap = heap;
    this.#build = this.#load(this.#read(), {});
    this.#lineImage = this.#build.startImage;
    this.#putAtHand();
  }

  get guest() {
    return this.#build.guest;
  }

  get bytes() {
    return this.#build.bytes;
  }

  get signatures() {
    return this.#build.signatures;
  }

  /**
   * An export with its type, undefined if there is none of that name.
   *
   * @param {string} name
   */
  signatureOf(name) {
    const signature = this.#build.signatures.exports.find((entry) => entry.name === name);
    return signature && signatureText(name, signature);
  }

  /**
   * What to say of an error that came out of a line, undefined if it is no concern
   * of the guest. A guest that Ctrl-C stopped is known as such from then on.
   *
   * @param {unknown} error
   */
  errorText(error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
      return interruptText(this.#calls.interrupt(error));
    }
    return errorText(error, (index) => this.#names.get(index));
  }

  /** To be called before each line that is evaluated. */
  beforeLine() {
    this.#lineImage = imageOf(this.guest.memory);
  }

  /** To be called when it was, before what came out is printed; once more does no harm. */
  afterLine() {
    this.#heapLines.settle();
  }

  /** What changed in memory since before the last line. */
  diffText() {
    return diffText(this.#lineImage, imageOf(this.guest.memory), ({ start }) => placeOf(start, this.guest));
  }

  /**
   * Loads the file anew, and says what came of it. If it cannot be loaded, the
   * guest stays as it is.
   *
   * @param {'fresh' | 'keep'} state
   */
  reload(state) {
    const old = this.#build;
    const bytes = this.#read();
    const kept = state === 'fresh' ? undefined : keepState(old, signatures(bytes, this.path), this.#makeHeap, (options) => this.#load(bytes, options));
    const build = kept && 'build' in kept ? kept.build : this.#loadFresh(bytes);
    this.#build = build;
    // Without the state of the old one, nothing was changed in this memory yet.
    if (build.guest.memory !== old.guest.memory) this.#lineImage = build.startImage;
    this.#putAtHand();
    const how = kept === undefined ? 'fresh state' : 'build' in kept ? `kept ${kept.what}` : `fresh state, since ${kept.lost}`;
    return [`loaded ${basename(this.path)}, ${counted(bytes.length, 'byte')}: ${how}`, ...differences(old.signatures, build.signatures)].join('\n');
  }

  /** The file as it is now; its version is known even if nothing comes of it. */
  #read() {
    this.version = versionOf(this.path);
    return readNow(this.path);
  }

  /** @param {Uint8Array} bytes */
  #loadFresh(bytes) {
    const { allocations } = this;
    this.allocations = this.#noAllocations();
    try {
      return this.#load(bytes, {});
    } catch (error) {
      this.allocations = allocations;
      throw error;
    }
  }

  #noAllocations() {
    return new Allocations((index) => this.#names.get(index));
  }

  /**
   * @param {Uint8Array} bytes
   * @param {Options} options beside those of every load
   * @returns {Build}
   */
  #load(bytes, { imports = {}, parts = [], ...options }) {
    const guest = /** @type {Guest} */ (
      instantiateSync(bytes, {
        heap: this.#makeHeap,
        // Only a heap that looks for mistakes has something to verify.
        verifyOnReturn: this.#makeHeap === check,
        ...options,
        name: this.path,
        imports: merged(this.given.imports, /** @type {Imports} */ (imports)),
        onMalloc: (size, ptr) => {
          this.allocations.onMalloc(size, ptr);
          this.#heapLines.say(`malloc ${size} -> ${hex(ptr)}`);
        },
        onFree: (ptr) => {
          this.allocations.onFree(ptr);
          this.#heapLines.say(`free ${hex(ptr)}`);
        },
        onRealloc: (ptr, size, newPtr) => {
          this.allocations.onRealloc(ptr, size, newPtr);
          this.#heapLines.say(`realloc ${hex(ptr)} ${size} -> ${hex(newPtr)}`);
        },
        parts: [...parts, this.#wasi, trace(), this.#calls.part, this.#onReset],
      })
    );
    return { guest, bytes, signatures: signatures(bytes, this.path), startImage: imageOf(guest.memory) };
  }

  /** The part that follows a `guest.reset()`, which comes with a new memory. @type {import('../core/guest.js').Part} */
  #onReset = (guest) => {
    if (guest !== this.#build?.guest) return undefined;
    this.allocations = this.#noAllocations();
    return () => putAtHand(guest);
  };

  /** The part that gives a guest of WASI its name and a console, and no files. @type {import('../core/guest.js').Part} */
  #wasi = (guest, imports) => {
    const asked = WebAssembly.Module.imports(guest.module).some(({ module }) => module === 'wasi_snapshot_preview1');
    return asked ? wasi({ args: [basename(this.path)] })(guest, imports) : undefined;
  };

  /** @param {string} name of the export that is called */
  #aroundCall(name) {
    const { trace } = this.guest;
    const before = countOf(trace);
    return () => {
      if (this.tracing === 'all' || this.tracing?.has(name)) console.log(callsSince(trace, before));
    };
  }

  #putAtHand() {
    this.#names = namesOf(this.#build);
    putAtHand(this.guest);
  }
}

/**
 * The names in the name section, and those of exports for functions that have none there.
 *
 * @param {Build} build
 */
function namesOf({ guest, bytes, signatures }) {
  const names = new Map(readNames(readSections(bytes, 'the module')).functions);
  for (const { name, kind } of signatures.exports) {
    // The JavaScript API gives an exported function its index for a name.
    const index = kind === 'function' && Number(/** @type {Function} */ (guest.instance.exports[name]).name);
    if (index !== false && !names.has(index)) names.set(index, name);
  }
  return names;
}

/**
 * @param {Imports} given
 * @param {Imports} more
 */
function merged(given, more) {
  const imports = { ...given };
  // What is given may inherit its names.
  for (const [module, values] of Object.entries(more)) imports[module] = Object.assign(Object.create(imports[module] ?? null), values);
  return imports;
}

/**
 * Which exports a build no longer has, and which it has beside those of before.
 *
 * @param {Signatures} old
 * @param {Signatures} next
 */
function differences(old, next) {
  const [was, is] = [old, next].map(({ exports }) => new Set(exports.map(({ name, ...rest }) => signatureText(name, rest))));
  return [...[...was].filter((text) => !is.has(text)).map((text) => `- ${text}`), ...[...is].filter((text) => !was.has(text)).map((text) => `+ ${text}`)];
}
