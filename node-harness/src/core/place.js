import { fail } from './error.js';
import { view } from './view.js';

/** Where something lies in guest memory, with its length in bytes. @typedef {{ ptr: number, len: number }} Placed */

/**
 * Puts bytes into a block from the guest's `alloc`.
 *
 * @param {any} guest
 * @param {Uint8Array} bytes
 * @returns {Placed}
 */
export function place(guest, bytes) {
  const len = bytes.length;
  const ptr = call(guest, 'alloc', len) >>> 0;
  if (ptr === 0 && len > 0) fail('ERR_GUEST_OUT_OF_MEMORY', len);
  // The view comes after `alloc`, which may have grown memory.
  view(guest, ptr, len, 'writing bytes').set(bytes, ptr);
  return { ptr, len };
}

/**
 * Gives a block back to the guest's `dealloc`.
 *
 * @param {any} guest
 * @param {Placed} placed
 */
export function release(guest, { ptr, len }) {
  call(guest, 'dealloc', ptr, len);
}

/**
 * @param {any} guest
 * @param {string} name
 * @param {...number} args
 */
const call = (guest, name, ...args) => (guest.exports[name] ?? fail('ERR_NO_EXPORT', name))(...args);
