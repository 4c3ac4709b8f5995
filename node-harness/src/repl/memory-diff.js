import { hex } from '../hex.js';
import { hexRows } from '../hexdump.js';
import { counted } from './counted.js';

/** A stretch of memory: from `start` up to, not including, `end`. @typedef {{ start: number, end: number }} Range */

/** Equal bytes between two changes that do not part them: a word that changed in its first and its last byte is one change. */
const JOINS_ACROSS = 8;
/** What is compared at once; only where it differs are bytes looked at. */
const CHUNK_LEN_BYTES = 4096;
const PAGE_LEN_BYTES = 65536;
/** What is shown; the rest is counted. */
const MOST_RANGES = 16;
const MOST_BYTES = 128;

/** As much of a memory is compared: with more, every line would wait for the copy. */
export const IMAGE_LEN_BYTES = 256 * 2 ** 20;

/**
 * A copy of memory as it is now, as far as images go.
 *
 * @param {WebAssembly.Memory} memory
 */
export const imageOf = ({ buffer }) => new Uint8Array(buffer, 0, Math.min(buffer.byteLength, IMAGE_LEN_BYTES)).slice();

/**
 * The stretches in which two images of memory differ. What the later one has
 * beyond the end of the earlier one is compared with zeros, as memory grows.
 *
 * @param {Uint8Array} before
 * @param {Uint8Array} after not shorter
 * @returns {Range[]}
 */
export function changes(before, after) {
  const zeros = new Uint8Array(CHUNK_LEN_BYTES);
  /** @type {Range[]} */
  const ranges = [];
  for (let at = 0; at < after.length; at += CHUNK_LEN_BYTES) {
    const now = after.subarray(at, at + CHUNK_LEN_BYTES);
    // A page is a multiple of a chunk, so a chunk is in both images or in the later one.
    const then = (at < before.length ? before.subarray(at, at + CHUNK_LEN_BYTES) : zeros).subarray(0, now.length);
    if (Buffer.compare(then, now) === 0) continue;
    for (let i = 0; i < now.length; i++) {
      if (then[i] === now[i]) continue;
      const last = ranges.at(-1);
      if (last && at + i - last.end < JOINS_ACROSS) last.end = at + i + 1;
      else ranges.push({ start: at + i, end: at + i + 1 });
    }
  }
  return ranges;
}

/**
 * What changed, as people read it: each stretch with the old bytes and the new
 * ones.
 *
 * @param {Uint8Array} before
 * @param {Uint8Array} after not shorter
 * @param {(range: Range) => string} placeOf says what lies there
 */
export function diffText(before, after, placeOf) {
  const ranges = changes(before, after);
  const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const lines = [ranges.length === 0 ? 'nothing changed' : `${counted(ranges.length, 'change')}, ${counted(total, 'byte')}`];
  const grown = (after.length - before.length) / PAGE_LEN_BYTES;
  if (grown > 0) lines.push(`memory grew by ${counted(grown, 'page')}`);
  for (const range of ranges.slice(0, MOST_RANGES)) {
    const { start } = range;
    const end = Math.min(range.end, start + MOST_BYTES);
    lines.push(`${hex(start)}, ${counted(range.end - start, 'byte')}, ${placeOf(range)}`);
    const then = start < before.length ? before.subarray(start, end) : new Uint8Array(end - start);
    const now = hexRows(after.subarray(start, end), start);
    hexRows(then, start).forEach((row, i) => lines.push(`- ${row}`, `+ ${now[i]}`));
    if (end < range.end) lines.push(`  … and ${counted(range.end - end, 'byte')} more`);
  }
  if (ranges.length > MOST_RANGES) lines.push(`… and ${counted(ranges.length - MOST_RANGES, 'change')} more`);
  return lines.join('\n');
}
