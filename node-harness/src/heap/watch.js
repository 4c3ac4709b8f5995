/**
 * What the heap tells a watcher. All numbers are unsigned; a `ptr` of 0 given
 * back means that there was no room.
 *
 * @typedef {object} HeapTrace
 * @property {(size: number, ptr: number) => void} [onMalloc]
 * @property {(ptr: number) => void} [onFree]
 * @property {(ptr: number, size: number, newPtr: number) => void} [onRealloc]
 */

/**
 * The part that tells of every call of the heap. It comes after the heap, and
 * leaves alone what the user put in its place.
 *
 * @param {{ heap: import('../core/heap.js').Heap }} guest
 * @param {import('../core/guest.js').Imports} imports
 * @param {HeapTrace & { imports?: import('../core/guest.js').Imports }} options
 */
export function watch({ heap }, { env }, { onMalloc, onFree, onRealloc, imports }) {
  const given = imports?.env ?? {};
  if (onMalloc && !given.malloc) {
    env.malloc = (/** @type {number} */ size) => {
      const ptr = heap.malloc(size);
      onMalloc(size >>> 0, ptr);
      return ptr;
    };
  }
  if (onFree && !given.free) {
    env.free = (/** @type {number} */ ptr) => {
      heap.free(ptr);
      onFree(ptr >>> 0);
    };
  }
  if (onRealloc && !given.realloc) {
    env.realloc = (/** @type {number} */ ptr, /** @type {number} */ size) => {
      const newPtr = heap.realloc(ptr, size);
      onRealloc(ptr >>> 0, size >>> 0, newPtr);
      return newPtr;
    };
  }
}
