import { fail } from './error.js';

/**
 * A guest, with the view that was made last, and its buffer unless threads share
 * it. To ask a view or a memory for its buffer takes as long as to make a view.
 *
 * @typedef {{ memory: WebAssembly.Memory, u8?: Uint8Array, own?: ArrayBuffer | false }} Viewed
 */

/**
 * All of guest memory, of which the `len` bytes from `ptr` on are there; for use
 * at once.
 *
 * `memory.grow` detaches the old ArrayBuffer, and a view on it then has length
 * 0; on a memory shared between threads the view keeps its length, and memory
 * has become longer. In both cases the range is past the end of the view, so
 * that one comparison finds a view that is stale as well as a range that is
 * wrong. The guest may grow memory in any call, so no view outlives a call.
 *
 * @param {Viewed} guest
 * @param {number} ptr
 * @param {number} len in bytes
 * @param {string} what names the reader or writer in an error
 * @returns {Uint8Array}
 */
export function view(guest, ptr, len, what) {
  const end = (ptr >>> 0) + (len >>> 0);
  let { u8 } = guest;
  // Also if the end is that of the view: nothing may be asked for of one that is stale.
  if (!u8 || end >= u8.length) {
    const { buffer } = guest.memory;
    u8 = guest.u8 = new Uint8Array(buffer);
    guest.own = buffer instanceof ArrayBuffer && buffer;
    if (end > u8.length) fail('ERR_OUT_OF_BOUNDS', what, ptr, len, u8.length);
  }
  return u8;
}

/**
 * Those bytes alone, as decoders take them: of a memory shared between threads
 * that is a copy.
 *
 * @param {Viewed} guest
 * @param {number} ptr
 * @param {number} len in bytes
 * @param {string} what
 */
export function part(guest, ptr, len, what) {
  const u8 = view(guest, ptr, len, what);
  const start = ptr >>> 0;
  // A view of its own is faster than `subarray`.
  return guest.own ? new Uint8Array(guest.own, start, len >>> 0) : u8.slice(start, start + (len >>> 0));
}
