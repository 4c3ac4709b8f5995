/** @typedef {import('./place.js').Placed} Placed */

/**
 * @typedef {object} Scope what lives as long as a scope
 * @property {(text: string) => Placed} text puts text into memory
 * @property {(data: ArrayBufferView) => Placed} bytes puts bytes, or an array of numbers, into memory
 */

/** What `use` returns must be no promise that goes on to use them. @typedef {<R>(use: (scope: Scope) => R) => R} GuestScope */

/**
 * The part that has more than one text or array in memory for a while, as
 * `guest.scope(use)`; all of them are released when `use` has run, even if it
 * throws. It comes after `text` and `bytes`.
 *
 * @param {{ scope: GuestScope }} added
 */
export function scope(added) {
  const guest = /** @type {any} */ (added);
  added.scope = (use) => {
    /** @type {Placed[]} */
    const placed = [];
    const keep = (/** @type {Placed} */ one) => (placed.push(one), one);
    try {
      return use({ text: (text) => keep(guest.text.write(text)), bytes: (data) => keep(guest.bytes.write(data)) });
    } finally {
      for (const { ptr, len } of placed.reverse()) guest.trapped || guest.dealloc(ptr, len);
    }
  };
}
