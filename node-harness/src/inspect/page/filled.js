/**
 * Guests that bring their own allocator tell nobody of their blocks. What can be
 * seen from outside is which memory is not zero.
 */

/** @typedef {import('./ranges.js').Range} Range */

/** So fine is the look, and so many zeros part two stretches, in bytes. */
const GRANULE = 16;
const GAP = 64;

/**
 * The stretches of memory from `base` on that hold something, in order.
 *
 * @param {ArrayBufferLike} memory
 * @param {number} base
 * @returns {Range[]}
 */
export function filledRanges(memory, base) {
  const words = new Uint32Array(memory);
  const step = GRANULE / 4;
  /** @type {Range[]} */
  const found = [];
  /** @type {Range | undefined} */
  let last;
  for (let at = Math.floor(base / GRANULE) * step; at < words.length; at += step) {
    if ((words[at] | words[at + 1] | words[at + 2] | words[at + 3]) === 0) continue;
    const start = at * 4;
    if (last !== undefined && start - last.end < GAP) last.end = start + GRANULE;
    else found.push((last = { start, end: start + GRANULE }));
  }
  return found;
}

/**
 * What has gone and what has come between two looks.
 *
 * @param {Range[]} before
 * @param {Range[]} after
 */
export function differenceOf(before, after) {
  const key = (/** @type {Range} */ { start, end }) => `${start} ${end}`;
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
  return { gone: before.filter((range) => !now.has(key(range))), come: after.filter((range) => !old.has(key(range))) };
}
