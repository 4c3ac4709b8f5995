import { fail } from './error.js';

/**
 * How many bits of a handle say which place of the table it means; the others
 * count how often that place was given away before.
 */
const INDEX_BITS = 20;
const INDEX_MASK = (1 << INDEX_BITS) - 1;

/**
 * The part that hands objects of the host to the guest, as `guest.handles`.
 *
 * @param {any} guest
 * @param {import('./guest.js').Imports} imports
 */
export function handles(guest, { env }) {
  const table = (guest.handles = new Handles());
  env.handle_drop ??= (/** @type {number} */ handle) => void table.drop(handle);
}

/**
 * Objects of the host, each under a number that the guest keeps in its place. A
 * number whose object was dropped is refused, as its place counts up each time
 * it is given away; after 4,096 times the count begins anew.
 */
export class Handles {
  /** @type {unknown[]} */
  #objects = [];
  /** The handle of each object; of a free place undefined, and the next handle is among the objects. @type {(number | undefined)[]} */
  #handles = [];
  /** @type {number[]} */
  #free = [];

  /** How many objects the guest holds. */
  get size() {
    return this.#objects.length - this.#free.length;
  }

  /**
   * Hands an object to the guest; 0 is never given.
   *
   * @param {unknown} object
   * @returns {number} an i32
   */
  add(object) {
    const place = this.#free.pop() ?? this.#objects.length;
    if (place + 1 >= INDEX_MASK) fail('ERR_HANDLES_FULL', place);
    const handle = /** @type {number} */ (this.#objects[place] ?? place + 1);
    this.#objects[place] = object;
    return (this.#handles[place] = handle);
  }

  /**
   * The object behind a handle.
   *
   * @param {number} handle
   * @returns {any}
   */
  get(handle) {
    return this.#objects[this.#placeOf(handle)];
  }

  /**
   * Ends a handle, and gives the object that was behind it.
   *
   * @param {number} handle
   * @returns {any}
   */
  drop(handle) {
    const place = this.#placeOf(handle);
    const object = this.#objects[place];
    this.#objects[place] = (handle + INDEX_MASK + 1) | 0;
    this.#handles[place] = undefined;
    this.#free.push(place);
    return object;
  }

  /** @param {number} handle */
  #placeOf(handle) {
    const place = (handle & INDEX_MASK) - 1;
    if (this.#handles[place] !== (handle | 0)) fail('ERR_STALE_HANDLE', handle, this.#handles[place]);
    return place;
  }
}
