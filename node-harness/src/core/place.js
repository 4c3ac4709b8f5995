import { fail } from './error.js';
import { view } from './view.js';

/** Where something lies in guest memory, with its length in bytes. @typedef {{ ptr: number, len: number }} Placed */

/**
 * What the host places for the guest is from the heap that it keeps for it, or
 * else from the guest's own exports. Called when those are there.
 *
 * @param {any} guest
 */
export function placing(guest) {
  guest.alloc ??= guest.exports.alloc;
  guest.dealloc ??= guest.exports.dealloc;
}

/**
 * A block of `len` bytes. To make it may grow memory.
 *
 * @param {any} guest
 * @param {number} len
 * @returns {number}
 */
export const take = (guest, len) => guest.alloc(len) >>> 0 || (len && fail('ERR_GUEST_OUT_OF_MEMORY', len));

/**
 * Bytes in a block of their own.
 *
 * @param {any} guest
 * @param {Uint8Array} bytes
 * @returns {Placed}
 */
export function place(guest, bytes) {
  const len = bytes.length;
  const ptr = take(guest, len);
  view(guest, ptr, len, 'writing').set(bytes, ptr);
  return { ptr, len };
}
