import { fail } from './error.js';

/**
 * How many places the table has, and what is added to a handle each time its
 * place is given away: the lower bits of a handle say which place it means, the
 * upper ones count.
 */
const PLACES = 1 << 20;

/**
 * Objects of the host, each under a number that the guest keeps in its place. A
 * number whose object was dropped is refused, as its place counts up each time
 * it is given away; after 4,096 times the count begins anew.
 *
 * @typedef {object} Handles
 * @property {(object: unknown) => number} add hands an object to the guest, as an i32 that is not 0
 * @property {(handle: number) => any} get the object behind a handle
 * @property {(handle: number) => any} drop ends a handle, and gives the object that was behind it
 * @property {() => number} count how many objects the guest holds
 */

/**
 * The part that hands objects of the host to the guest, as `guest.handles`. After
 * a reset the guest holds none.
 *
 * @param {{ handles: Handles }} guest
 * @param {import('./guest.js').Imports} imports
 */
export function handles(guest, { env }) {
  // Into the same object, for someone may have taken it from the guest.
  const made = (guest.handles = Object.assign(guest.handles ?? {}, table()));
  env.handle_drop ??= made.drop;
}

/** @returns {Handles} */
export function table() {
  /** The first place is nobody's, so that no handle is 0. @type {any[]} */
  const objects = [0];
  /** The handle of each object; of a free place undefined, and the next one is among the objects. @type {(number | undefined)[]} */
  const handles = [];
  /** @type {number[]} */
  const free = [];
  /** @param {number} handle */
  const placeOf = (handle) => {
    const place = handle & (PLACES - 1);
    return handles[place] === (handle | 0) ? place : fail('ERR_STALE_HANDLE', handle, handles[place]);
  };

  return {
    add(object) {
      const place = free.pop() ?? objects.length;
      if (place === PLACES) fail('ERR_HANDLES_FULL', PLACES - 1);
      const handle = (handles[place] = objects[place] ?? place);
      objects[place] = object;
      return handle;
    },
    get: (handle) => objects[placeOf(handle)],
    drop(handle) {
      const place = placeOf(handle);
      const object = objects[place];
      objects[place] = (handle + PLACES) | 0;
      handles[place] = undefined;
      free.push(place);
      return object;
    },
    count: () => objects.length - free.length - 1,
  };
}
