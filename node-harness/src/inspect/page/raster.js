/**
 * How much of each pixel of a map is live, new or freed. The rows of a map follow
 * each other without a gap, so the whole window is one line of pixels.
 */

/** @typedef {import('./heap-model.js').HeapModel} HeapModel */

/**
 * A part of memory, in rows: each of `width` pixels and `rowBytes` bytes.
 *
 * @typedef {{ start: number, rowBytes: number, rows: number, width: number }} Window
 */

/**
 * Coverage of each pixel, from 0 to 1.
 *
 * @typedef {{ live: Float32Array, fresh: Float32Array, freed: Float32Array, marked: Float32Array }} Coverage
 */

/**
 * @param {HeapModel} model
 * @param {Window} window
 * @param {(site: number) => boolean} isMarked whether blocks from there stand out
 * @returns {Coverage}
 */
export function rasterize(model, window, isMarked) {
  const { start, rowBytes, rows, width } = window;
  const pixels = rows * width;
  const scale = width / rowBytes;
  const end = start + rows * rowBytes;
  const coverage = { live: new Float32Array(pixels), fresh: new Float32Array(pixels), freed: new Float32Array(pixels), marked: new Float32Array(pixels) };
  for (const range of model.used.all) {
    if (range.start < end && range.end > start) cover(coverage.freed, (range.start - start) * scale, (range.end - start) * scale);
  }
  const blocks = model.sorted();
  for (let i = model.indexAt(start); i < blocks.length && blocks[i].ptr < end; i++) {
    const { ptr, size, call, site } = blocks[i];
    const from = (ptr - start) * scale;
    const to = (ptr + Math.max(size, 1) - start) * scale;
    cover(coverage.freed, from, to, -1);
    cover(call >= model.call - 1 ? coverage.fresh : coverage.live, from, to);
    if (isMarked(site)) cover(coverage.marked, from, to);
  }
  return coverage;
}

/**
 * Adds a stretch of the line, of which the first and the last pixel may be
 * covered in part.
 *
 * @param {Float32Array} line
 * @param {number} from in pixels
 * @param {number} to
 * @param {number} [weight]
 */
function cover(line, from, to, weight = 1) {
  const begin = Math.max(from, 0);
  const end = Math.min(to, line.length);
  if (begin >= end) return;
  const first = Math.floor(begin);
  const last = Math.ceil(end) - 1;
  if (first === last) {
    line[first] += weight * (end - begin);
    return;
  }
  line[first] += weight * (first + 1 - begin);
  for (let at = first + 1; at < last; at++) line[at] += weight;
  line[last] += weight * (end - last);
}

/** So many bytes a row has at least: a block of 16 is a quarter of it. */
const LEAST_ROW_BYTES = 64;

/**
 * The bytes of a row, a power of two, with which `length` bytes fit.
 *
 * @param {number} length
 * @param {number} rows
 */
export function fittingRowBytes(length, rows) {
  let rowBytes = LEAST_ROW_BYTES;
  while (rowBytes * rows < length) rowBytes *= 2;
  return rowBytes;
}
