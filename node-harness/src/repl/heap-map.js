import { hex } from '../hex.js';
import { counted } from './counted.js';

/** A stretch of the heap. @typedef {{ ptr: number, size: number }} Stretch */

const MOST_ROWS = 8;
const CELLS_A_ROW = 64;
/** The smallest stretch that a block takes up. */
const SMALLEST_CELL_BYTES = 16;

/**
 * The heap from its first byte to the end of its last block as a picture of
 * characters: `#` all live, `+` live in part, `.` free. Each stands for as many
 * bytes as it takes for the picture to have eight rows at most, and the rows
 * begin with addresses.
 *
 * @param {Stretch[]} blocks those that live, by address
 * @param {Stretch[]} holes what is free, by address
 * @returns {string[]} lines
 */
export function heapMap(blocks, holes) {
  const lastBlock = blocks.at(-1);
  const lastHole = holes.at(-1);
  if (!lastBlock) return [];
  const start = Math.min(blocks[0].ptr, holes[0]?.ptr ?? Infinity);
  const end = lastBlock.ptr + Math.max(lastBlock.size, 1);
  let cellBytes = SMALLEST_CELL_BYTES;
  while ((end - start) / cellBytes > MOST_ROWS * CELLS_A_ROW) cellBytes *= 2;

  const cells = Math.ceil((end - start) / cellBytes);
  const live = covered(blocks, start, cellBytes, cells);
  const picture = Array.from(live, (bytes) => (bytes === 0 ? '.' : bytes === cellBytes ? '#' : '+')).join('');
  const rows = picture.match(new RegExp(`.{1,${CELLS_A_ROW}}`, 'g')) ?? [];
  const rest = lastHole && lastHole.ptr > lastBlock.ptr ? `; after the last block ${counted(lastHole.size, 'byte')} are free` : '';
  return [
    ...rows.map((row, i) => `${hex(start + i * CELLS_A_ROW * cellBytes)}  ${row}`),
    `each character is ${counted(cellBytes, 'byte')}: # live, + live in part, . free${rest}`,
  ];
}

/**
 * How many bytes of each cell the stretches cover; a block of no bytes counts as
 * one, so that it is seen.
 *
 * @param {Stretch[]} stretches
 * @param {number} start
 * @param {number} cellBytes
 * @param {number} cells
 */
function covered(stretches, start, cellBytes, cells) {
  const bytes = new Float64Array(cells);
  for (const { ptr, size } of stretches) {
    const end = ptr - start + Math.max(size, 1);
    for (let at = ptr - start; at < end; ) {
      const cell = Math.floor(at / cellBytes);
      const next = Math.min(end, (cell + 1) * cellBytes);
      bytes[cell] += next - at;
      at = next;
    }
  }
  return bytes;
}
