/**
 * Two bytes that take turns, the first at even addresses: whatever single value a
 * program writes over more than one byte of them, it is noticed, and a dump shows
 * them at a glance.
 *
 * @typedef {readonly [number, number]} Pattern
 */

/** Around a block. @type {Pattern} */
export const RED_ZONE = [0xfa, 0xce];
/** In a block that was freed. @type {Pattern} */
export const FREED = [0xde, 0xad];
/** In a block that nothing was written to yet. @type {Pattern} */
export const FRESH = [0xba, 0xbe];

/** @param {Pattern} pattern */
const wordOf = ([even, odd]) => (even | (odd << 8) | (even << 16) | (odd << 24)) | 0;

/**
 * Writes the pattern to the bytes from `from` up to, not including, `to`.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} from
 * @param {number} to
 * @param {Pattern} pattern
 */
export function fill({ buffer }, from, to, pattern) {
  const bytes = new Uint8Array(buffer);
  const [firstWord, lastWord] = [Math.ceil(from / 4), Math.floor(to / 4)];
  if (firstWord < lastWord) new Int32Array(buffer).fill(wordOf(pattern), firstWord, lastWord);
  for (let at = from; at < Math.min(firstWord * 4, to); at++) bytes[at] = pattern[at & 1];
  for (let at = Math.max(lastWord * 4, from); at < to; at++) bytes[at] = pattern[at & 1];
}

/**
 * The address of the first byte of such a stretch that is no longer the
 * pattern's, undefined if all are.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} from
 * @param {number} to
 * @param {Pattern} pattern
 */
export function firstChange({ buffer }, from, to, pattern) {
  const bytes = new Uint8Array(buffer);
  const words = new Int32Array(buffer);
  const word = wordOf(pattern);
  for (let at = from; at < to; ) {
    if (at % 4 === 0 && at + 4 <= to && words[at / 4] === word) at += 4;
    else if (bytes[at] === pattern[at & 1]) at++;
    else return at;
  }
  return undefined;
}
