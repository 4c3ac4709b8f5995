import { hex } from '../hex.js';

/** @typedef {import('../full.js').Guest} Guest */

/** Where `make guest` puts the guest, from the root of the repository. */
export const DEFAULT_GUEST = 'target/wasm32-unknown-unknown/release/guest_nostd.wasm';

/**
 * What a REPL watches: every call of the heap, and every line of the guest.
 *
 * @type {import('../full.js').Options}
 */
export const watch = {
  onLine: (text) => console.log(text),
  onMalloc: (size, ptr) => console.log(`malloc ${size} -> ${hex(ptr)}`),
  onFree: (ptr) => console.log(`free ${hex(ptr)}`),
  onRealloc: (ptr, size, newPtr) => console.log(`realloc ${hex(ptr)} ${size} -> ${hex(newPtr)}`),
};

/**
 * Makes `guest`, `memory`, `exports` and `hexdump` globals. In a script run by
 * `node -e`, `exports` is a global of CommonJS already; the guest's replace it.
 *
 * @param {Guest} guest
 */
export function putAtHand(guest) {
  Object.assign(globalThis, {
    guest,
    memory: guest.memory,
    exports: guest.exports,
    /** @type {(ptr: number, lenBytes?: number) => void} */
    hexdump: (ptr, lenBytes) => console.log(guest.hexdump(ptr, lenBytes)),
  });
}

/**
 * One line: which guest, what it exports with how many arguments, what is at hand.
 *
 * @param {Guest} guest
 * @param {string} path
 */
export function banner(guest, path) {
  const functions = Object.entries(guest.exports)
    .filter(([, value]) => typeof value === 'function')
    .map(([name, value]) => `${name}/${value.length}`);
  return `${path} exports ${functions.join(' ') || 'no function'}; at hand: guest, memory, exports, hexdump(ptr, len)`;
}
