import { colour, cssColour } from './colours.js';
import { size } from './figures.js';
import { rasterize } from './raster.js';
import { hex } from '../../hex.js';

/** @typedef {import('./heap-model.js').HeapModel} HeapModel */
/** @typedef {import('./heap-model.js').Block} Block */
/** @typedef {ReturnType<ReturnType<typeof import('./canvas.js').sharp>['begin']>} Surface */
/**
 * @typedef {object} Shown
 * @property {HeapModel} model
 * @property {number} base where the heap begins
 * @property {number} memoryBytes
 * @property {number} initialBytes of memory, before anything grew it
 */

/** What the rows show: they begin at `start`, and each is so many bytes. @typedef {{ start: number, rowBytes: number }} View */
/**
 * What of it stands out: the chosen block, and the blocks from some sites, if
 * there are such.
 *
 * @typedef {{ selected: number | undefined, marked: Set<number> | undefined }} Emphasis
 */

/** In CSS pixels. */
export const ROWS = 14;
export const ROW_HEIGHT = 20;
const GAP = 3;
export const GUTTER = 76;
export const STRIP_HEIGHT = 26;
/** A block so wide is parted from the one before it, and one so wide has its size in it. */
const PARTED = 4;
const LABELLED = 40;

/**
 * The rows with their addresses, and the blocks in them.
 *
 * @param {Surface} surface
 * @param {Shown} shown
 * @param {View} view
 * @param {Emphasis} emphasis
 */
export function paintRows({ context, width, height, ratio }, shown, view, { selected, marked }) {
  if (width <= GUTTER) return;
  const { model, base, memoryBytes, initialBytes } = shown;
  const { start, rowBytes } = view;
  const pixelHeight = Math.round(height * ratio);
  const left = Math.round(GUTTER * ratio);
  const pixels = Math.round(width * ratio) - left;
  const coverage = rasterize(model, { start, rowBytes, rows: ROWS, width: pixels }, (site) => marked?.has(site) ?? false);
  const image = context.createImageData(pixels, pixelHeight);
  const out = new Uint32Array(image.data.buffer);
  const shades = shadesOf(['--never', '--freed', '--live', '--fresh', '--outside', '--grown']);
  const inner = Math.round((ROW_HEIGHT - GAP) * ratio);
  for (let row = 0; row < ROWS; row++) {
    const top = Math.round(row * ROW_HEIGHT * ratio);
    const addr = start + row * rowBytes;
    if (addr >= memoryBytes) break;
    const bytesPerPixel = rowBytes / pixels;
    for (let x = 0; x < pixels; x++) {
      const at = row * pixels + x;
      const here = addr + x * bytesPerPixel;
      const outside = here < base || here >= memoryBytes;
      const back = outside ? shades.outside : here >= initialBytes ? shades.grown : shades.never;
      const freed = Math.min(1, coverage.freed[at]);
      const live = Math.min(1, coverage.live[at] + coverage.fresh[at]);
      const dim = marked !== undefined && coverage.marked[at] === 0 ? 0.25 : 1;
      const fill = coverage.fresh[at] > coverage.live[at] ? shades.fresh : shades.live;
      const alpha = live > 0 ? Math.max(0.45, live) * dim : 0;
      const faint = freed > 0.01 ? Math.max(0.5, freed) : 0;
      // What was freed is hatched, so that it is told from what lives without colours too.
      for (let y = 0; y < inner; y++) {
        const hatched = faint > 0 && (x + y) % Math.round(5 * ratio) < 2 * ratio;
        out[(top + y) * pixels + x] = mix(mix(back, shades.freed, hatched ? faint : faint * 0.25), fill, alpha);
      }
    }
  }
  context.putImageData(image, left, 0);
  paintAddresses(context, view, memoryBytes);
  paintBlocks(context, width, model, view, selected);
}

/** @type {(context: CanvasRenderingContext2D, view: View, memoryBytes: number) => void} */
function paintAddresses(context, { start, rowBytes }, memoryBytes) {
  context.font = '11px ui-monospace, monospace';
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.fillStyle = cssColour('--faint');
  for (let row = 0; row < ROWS && start + row * rowBytes < memoryBytes; row++) {
    context.fillText(hex(start + row * rowBytes), GUTTER - 8, row * ROW_HEIGHT + (ROW_HEIGHT - GAP) / 2 + 1);
  }
}

/** Borders, sizes, and the ring around the selected block. @type {(context: CanvasRenderingContext2D, width: number, model: HeapModel, view: View, selected: number | undefined) => void} */
function paintBlocks(context, width, model, view, selected) {
  const { start, rowBytes } = view;
  const blocks = model.sorted();
  const scale = (width - GUTTER) / rowBytes;
  const end = start + ROWS * rowBytes;
  context.textAlign = 'left';
  for (let i = model.indexAt(start); i < blocks.length && blocks[i].ptr < end; i++) {
    const block = blocks[i];
    if (Math.max(block.size, 1) * scale < PARTED && block.ptr !== selected) continue;
    for (const [n, { x, y, width: length }] of segments(block, view, scale).entries()) {
      if (n === 0) {
        context.fillStyle = cssColour('--panel');
        context.fillRect(x, y, 1, ROW_HEIGHT - GAP);
      }
      if (n === 0 && length >= LABELLED) {
        context.fillStyle = cssColour('--on-live');
        context.fillText(size(block.size), x + 6, y + (ROW_HEIGHT - GAP) / 2 + 1, length - 8);
      }
      if (block.ptr === selected) {
        context.strokeStyle = cssColour('--text');
        context.lineWidth = 2;
        context.strokeRect(x, y + 1, Math.max(length, 4), ROW_HEIGHT - GAP - 2);
      }
    }
  }
}

/** The pieces of a block, one for each row. @type {(block: Block, view: View, scale: number) => { x: number, y: number, width: number }[]} */
function segments({ ptr, size }, { start, rowBytes }, scale) {
  const found = [];
  const end = Math.min(ptr + Math.max(size, 1), start + ROWS * rowBytes);
  for (let from = Math.max(ptr, start); from < end; ) {
    const row = Math.floor((from - start) / rowBytes);
    const to = Math.min(end, start + (row + 1) * rowBytes);
    found.push({ x: GUTTER + (from - start - row * rowBytes) * scale, y: row * ROW_HEIGHT, width: (to - from) * scale });
    from = to;
  }
  return found;
}

/**
 * All of memory in one row, and a bracket around what the rows show.
 *
 * @param {Surface} surface
 * @param {Shown} shown
 * @param {View} view
 */
export function paintStrip({ context, width, height, ratio }, shown, { start, rowBytes }) {
  if (shown.memoryBytes === 0) return;
  const { model, base, memoryBytes, initialBytes } = shown;
  const top = 6;
  const tall = height - 2 * top;
  const pixels = Math.round(width * ratio);
  const scale = width / memoryBytes;
  const fillRange = (/** @type {string} */ name, /** @type {number} */ from, /** @type {number} */ to) => {
    context.fillStyle = cssColour(name);
    context.fillRect(from * scale, top, (to - from) * scale, tall);
  };
  fillRange('--outside', 0, base);
  fillRange('--never', base, Math.min(initialBytes, memoryBytes));
  if (memoryBytes > initialBytes) fillRange('--grown', initialBytes, memoryBytes);
  const coverage = rasterize(model, { start: 0, rowBytes: memoryBytes, rows: 1, width: pixels }, () => false);
  for (let x = 0; x < pixels; x++) {
    const live = coverage.live[x] + coverage.fresh[x];
    if (live <= 0 && coverage.freed[x] <= 0.01) continue;
    context.fillStyle = cssColour(live <= 0 ? '--freed' : coverage.fresh[x] > coverage.live[x] ? '--fresh' : '--live');
    context.fillRect(x / ratio, top, 1 / ratio, tall);
  }
  const from = start * scale;
  const long = Math.max((Math.min(start + ROWS * rowBytes, memoryBytes) - start) * scale, 5);
  context.strokeStyle = cssColour('--text');
  context.lineWidth = 1.5;
  context.strokeRect(Math.min(from, width - long) + 0.75, 2.75, long - 1.5, height - 5.5);
}

/**
 * Colours as the pixels of an image have them, by name.
 *
 * @param {string[]} names
 * @returns {Record<string, number>}
 */
function shadesOf(names) {
  return Object.fromEntries(
    names.map((name) => {
      const [red, green, blue] = colour(name);
      return [name.slice(2), (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0];
    }),
  );
}

/**
 * @param {number} below
 * @param {number} above
 * @param {number} alpha
 */
function mix(below, above, alpha) {
  if (alpha <= 0) return below;
  let mixed = 0xff;
  for (let shift = 16; shift >= 0; shift -= 8) {
    const [from, to] = [(below >>> shift) & 0xff, (above >>> shift) & 0xff];
    mixed = (mixed << 8) | Math.round(from + (to - from) * Math.min(alpha, 1));
  }
  return mixed >>> 0;
}
