import { fail } from './error.js';
import { place, release } from './place.js';
import { view } from './view.js';

/** @typedef {import('./place.js').Placed} Placed */

const encoder = new TextEncoder();
// A byte order mark is a character like any other: what the guest wrote is what
// the host reads.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * How text becomes bytes and bytes become text.
 *
 * @typedef {object} Encoding
 * @property {(text: string) => Uint8Array} encode
 * @property {(bytes: Uint8Array) => string} decode throws a TypeError if it cannot
 */

/**
 * The part that passes text, as `guest.text`.
 *
 * @param {any} guest
 * @param {unknown} _
 * @param {{ encoding?: Encoding }} options
 */
export function text(guest, _, { encoding }) {
  guest.text ??= new GuestText(guest, encoding);
}

/** UTF-8 to and from one guest. */
export class GuestText {
  #guest;
  #encoding;

  /**
   * @param {any} guest
   * @param {Encoding} [encoding] UTF-8 when absent, in which a lone surrogate becomes U+FFFD
   */
  constructor(guest, encoding) {
    this.#guest = guest;
    this.#encoding = encoding;
  }

  /**
   * The text at `ptr`. Bytes that are none are an error, for silently replaced
   * characters hide a wrong pointer.
   *
   * @param {number} ptr
   * @param {number} len in bytes
   * @returns {string}
   */
  read(ptr, len) {
    const u8 = view(this.#guest, ptr, len, 'reading text');
    const start = ptr >>> 0;
    // A copy: decoders refuse views on a memory shared between threads.
    const bytes = u8.slice(start, start + (len >>> 0));
    try {
      return (this.#encoding ?? strict).decode(bytes);
    } catch (cause) {
      fail('ERR_NOT_UTF8', ptr, bytes, cause);
    }
  }

  /**
   * Writes `text` into a block of its own. Give the block back with `release`,
   * unless the guest takes it over.
   *
   * @param {string} text
   * @returns {Placed}
   */
  write(text) {
    return place(this.#guest, (this.#encoding ?? encoder).encode(text));
  }

  /**
   * Writes `text` for as long as `use` runs, even if that throws.
   *
   * @template R
   * @param {string} text
   * @param {(ptr: number, len: number) => R} use must not return a promise that goes on to use them
   * @returns {R}
   */
  with(text, use) {
    const placed = this.write(text);
    try {
      return use(placed.ptr, placed.len);
    } finally {
      this.release(placed);
    }
  }

  /**
   * Gives a block back.
   *
   * @param {Placed} placed
   */
  release(placed) {
    release(this.#guest, placed);
  }
}
