/** @typedef {import('../module/contract.js').KnownImport} KnownImport */

/**
 * A value that crossed the boundary, as it is kept: what is no plain value is
 * kept as the name of its class, since the recorder must not keep objects alive.
 *
 * @typedef {undefined | null | boolean | number | bigint | string} Kept
 */

/**
 * One call across the boundary.
 *
 * @typedef {object} Call
 * @property {'import' | 'export'} side which of the module's functions was called
 * @property {string} name of the export, or `module.name` of the import
 * @property {KnownImport | undefined} known what the parameters are, if the harness knows
 * @property {number} depth how many calls were open around it
 * @property {Kept[]} args
 * @property {Map<number, string>} texts what was in memory, by the index of the argument that is its length
 * @property {number} start in milliseconds, by the clock of the recorder
 * @property {number} [end] absent while the call is open
 * @property {Kept | Kept[]} [result]
 * @property {string} [error] what it threw
 * @property {number} pagesBefore of memory, 64 KiB each
 * @property {number} pagesAfter
 * @property {number} grownPages by the call itself, without the calls within it
 * @property {number} [heapBefore] live bytes, if there is a heap that tells
 * @property {number} [heapAfter]
 */

const TEXT_LIMIT = 200;
const decoder = new TextDecoder();

/**
 * Keeps the last calls, as many as `limit`, in the order in which they began. A
 * call that does not come back is closed by whoever called it, since all of them
 * end in `leave`.
 */
export class Recorder {
  #limit;
  #now;
  /** @type {Call[]} */
  #ring = [];
  #count = 0;
  /** The calls that have not ended, outermost first. @type {Call[]} */
  #open = [];
  #pages = 0;
  /** @type {() => WebAssembly.Memory | undefined} */
  #memory = () => undefined;
  /** @type {() => number | undefined} */
  #liveBytes = () => undefined;

  /**
   * @param {number} limit calls
   * @param {() => number} now in milliseconds, never backwards
   */
  constructor(limit, now) {
    this.#limit = limit;
    this.#now = now;
  }

  /**
   * Watches another memory and heap: those of a new instance.
   *
   * @param {() => WebAssembly.Memory | undefined} memory
   * @param {() => number | undefined} liveBytes
   */
  watch(memory, liveBytes) {
    this.#memory = memory;
    this.#liveBytes = liveBytes;
    this.#pages = this.#pagesNow();
  }

  /** How many calls were recorded, and are no longer kept. */
  get dropped() {
    return Math.max(0, this.#count - this.#limit);
  }

  /** The calls that are kept, in the order in which they began. */
  get calls() {
    if (this.dropped === 0) return this.#ring.slice();
    const first = this.#count % this.#limit;
    return [...this.#ring.slice(first), ...this.#ring.slice(0, first)];
  }

  /** Forgets what was recorded. Calls that are open stay open, and are forgotten too. */
  clear() {
    this.#ring = [];
    this.#count = 0;
  }

  /**
   * @param {'import' | 'export'} side
   * @param {string} name
   * @param {KnownImport | undefined} known
   * @param {unknown[]} args
   * @returns {Call}
   */
  enter(side, name, known, args) {
    this.#attributeGrowth();
    /** @type {Call} */
    const call = {
      side,
      name,
      known,
      depth: this.#open.length,
      args: args.map(kept),
      texts: this.#readTexts(known, args),
      start: 0,
      pagesBefore: this.#pages,
      pagesAfter: this.#pages,
      grownPages: 0,
    };
    const heap = this.#liveBytes();
    if (heap !== undefined) call.heapBefore = heap;
    this.#open.push(call);
    this.#ring[this.#count++ % this.#limit] = call;
    call.start = this.#now();
    return call;
  }

  /** @param {Call} call the last one that was entered and not left */
  leave(call) {
    call.end = this.#now();
    this.#attributeGrowth();
    this.#open.pop();
    call.pagesAfter = this.#pages;
    const heap = this.#liveBytes();
    if (heap !== undefined) call.heapAfter = heap;
  }

  /** Pages that came since the last look were grown by the innermost call that is open, if one is. */
  #attributeGrowth() {
    const pages = this.#pagesNow();
    const innermost = this.#open.at(-1);
    if (innermost) innermost.grownPages += pages - this.#pages;
    this.#pages = pages;
  }

  #pagesNow() {
    return (this.#memory()?.buffer.byteLength ?? 0) / 65536;
  }

  /**
   * @param {KnownImport | undefined} known
   * @param {unknown[]} args
   */
  #readTexts(known, args) {
    /** @type {Map<number, string>} */
    const texts = new Map();
    for (const [ptr, len] of known?.texts ?? []) texts.set(len, this.#readText(Number(args[ptr]) >>> 0, Number(args[len]) >>> 0));
    return texts;
  }

  /**
   * The text as far as it can be read, now: the guest may write over it.
   *
   * @param {number} ptr
   * @param {number} len
   */
  #readText(ptr, len) {
    const buffer = this.#memory()?.buffer;
    if (!buffer || ptr + len > buffer.byteLength) return '(beyond the end of memory)';
    // A copy, since decoders refuse memory that threads share.
    const text = decoder.decode(new Uint8Array(buffer, ptr, Math.min(len, TEXT_LIMIT)).slice());
    return JSON.stringify(text) + (len > TEXT_LIMIT ? '…' : '');
  }
}

/**
 * @param {unknown} value
 * @returns {Kept}
 */
export function kept(value) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.slice(0, TEXT_LIMIT));
    case 'symbol':
      return String(value);
    case 'function':
      return `function ${value.name}`.trim();
    case 'object':
      return value === null ? null : `${value.constructor?.name ?? 'Object'} {…}`;
    default:
      return /** @type {Kept} */ (value);
  }
}
