import { fail } from './error.js';
import { place, release } from './place.js';
import { view } from './view.js';

/** @typedef {import('./place.js').Placed} Placed */
/**
 * A typed array as a class.
 *
 * @template T
 * @typedef {{ new (buffer: ArrayBufferLike, offset: number, length: number): T, name: string, BYTES_PER_ELEMENT: number }} Kind
 */

/**
 * The part that passes bytes and arrays of numbers, as `guest.bytes`.
 *
 * @param {any} guest
 */
export function bytes(guest) {
  guest.bytes ??= new GuestBytes(guest);
}

/** Bytes and arrays of numbers to and from one guest. */
export class GuestBytes {
  #guest;

  /** @param {any} guest */
  constructor(guest) {
    this.#guest = guest;
  }

  /**
   * `length` numbers from `ptr` on, where they are. They are for use at once:
   * when memory grows, which any call of the guest may do, the array is detached
   * and has length 0. Ask for a new one after each call.
   *
   * @template {ArrayBufferView} [T=Uint8Array<ArrayBuffer>]
   * @param {number} ptr
   * @param {number} length counted in elements
   * @param {Kind<T>} [kind] Uint8Array when absent
   * @returns {T}
   */
  view(ptr, length, kind = /** @type {any} */ (Uint8Array)) {
    const { BYTES_PER_ELEMENT: size, name } = kind;
    const addr = ptr >>> 0;
    if (addr % size) fail('ERR_UNALIGNED', addr, name, size);
    // Above 2^32 / size the product is no 32-bit length, and past the end in any case.
    const len = Math.min((length >>> 0) * size, 0xffffffff);
    return new kind(view(this.#guest, addr, len, 'reading bytes').buffer, addr, length >>> 0);
  }

  /**
   * A copy of the same, which stays as it is.
   *
   * @template {ArrayBufferView} [T=Uint8Array<ArrayBuffer>]
   * @param {number} ptr
   * @param {number} length counted in elements
   * @param {Kind<T>} [kind] Uint8Array when absent
   * @returns {T}
   */
  read(ptr, length, kind) {
    return /** @type {any} */ (this.view(ptr, length, kind)).slice();
  }

  /**
   * Writes bytes, or the bytes of an array of numbers, into a block of their
   * own. Give it back with `release`, unless the guest takes it over.
   *
   * @param {ArrayBufferView} data
   * @returns {Placed}
   */
  write(data) {
    return place(this.#guest, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /**
   * Writes them for as long as `use` runs, even if that throws.
   *
   * @template R
   * @param {ArrayBufferView} data
   * @param {(ptr: number, len: number) => R} use gets the length in bytes
   * @returns {R}
   */
  with(data, use) {
    const placed = this.write(data);
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
