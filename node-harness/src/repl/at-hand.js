/** @typedef {import('../full.js').Guest} Guest */

/** Where `make guest` puts the guest, from the root of the repository. */
export const DEFAULT_GUEST = 'target/wasm32-unknown-unknown/release/guest_nostd.wasm';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The globals that stand for exports of a guest, and for which. @type {Map<string, unknown>} */
const bare = new Map();

/**
 * Makes `guest`, `memory`, `exports` and `hexdump` globals, and every export
 * under its own name unless something else has that name. Those of the guest
 * before go, except where something else was assigned to them.
 *
 * In a script run by `node -e`, `exports` is a global of CommonJS already; the
 * guest's replace it.
 *
 * @param {Guest} guest
 */
export function putAtHand(guest) {
  const scope = /** @type {Record<string, unknown>} */ (globalThis);
  for (const [name, value] of bare) if (scope[name] === value) delete scope[name];
  bare.clear();
  Object.assign(scope, {
    guest,
    memory: guest.memory,
    exports: guest.exports,
    /** @type {(ptr: number, lenBytes?: number) => void} */
    hexdump: (ptr, lenBytes) => console.log(guest.hexdump(ptr, lenBytes)),
  });
  for (const [name, value] of Object.entries(guest.exports)) {
    if (!IDENTIFIER.test(name) || name in scope) continue;
    scope[name] = value;
    bare.set(name, value);
  }
}

/**
 * One line: which guest, what it exports with how many arguments, what is at hand.
 *
 * @param {{ guest: Guest, path: string }} session
 */
export function banner({ guest, path }) {
  const functions = Object.entries(guest.exports)
    .filter(([, value]) => typeof value === 'function')
    .map(([name, value]) => `${name}/${value.length}`);
  return (
    `${path} exports ${functions.join(' ') || 'no function'}; at hand: guest, memory, exports, hexdump(ptr, len), ` +
    'and each export by its name; .help lists the commands'
  );
}
