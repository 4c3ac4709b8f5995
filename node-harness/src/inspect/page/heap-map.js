import { sharp } from './canvas.js';
import { colour, cssColour, onSchemeChange } from './colours.js';
import { button, element } from './element.js';
import { size } from './figures.js';
import { fittingRowBytes, rasterize } from './raster.js';
import { hex } from '../../hex.js';

/** @typedef {import('./heap-model.js').HeapModel} HeapModel */
/** @typedef {import('./heap-model.js').Block} Block */
/**
 * @typedef {object} Shown
 * @property {HeapModel} model
 * @property {number} base where the heap begins
 * @property {number} memoryBytes
 * @property {number} initialBytes of memory, before anything grew it
 */

/** In CSS pixels. */
const ROWS = 14;
const ROW_HEIGHT = 20;
const GAP = 3;
const GUTTER = 76;
const STRIP_HEIGHT = 26;
/** A block so wide is parted from the one before it, and one so wide has its size in it. */
const PARTED = 4;
const LABELLED = 40;

/**
 * The map of the heap: rows of memory as they follow each other, and above them a
 * strip of all memory with a bracket around what the rows show. The arrow keys
 * walk from block to block, Enter looks into one; plus, minus and 0 zoom.
 *
 * @param {{ about: (block: Block | undefined) => void, look: (block: Block) => void }} on
 *   `about` when a block is pointed at, `look` when its bytes are wanted
 */
export function heapMap(on) {
  /** @type {Shown | undefined} */
  let shown;
  /** Undefined as long as the rows fit what was used. @type {{ start: number, rowBytes: number } | undefined} */
  let zoomed;
  /** The address of the block that was chosen. @type {number | undefined} */
  let selected;
  /** … and of the one under the pointer. @type {number | undefined} */
  let pointed;
  /** @type {(site: number) => boolean} */
  let isMarked = () => false;
  let hasMarks = false;

  const strip = element('canvas', { class: 'strip', 'aria-hidden': 'true' });
  const canvas = element('canvas', {
    class: 'rows',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'map',
    'aria-label': 'Heap map: arrow keys walk from block to block, Enter shows the bytes of one, plus and minus zoom',
    'aria-describedby': 'map-about',
  });
  canvas.style.height = `${ROWS * ROW_HEIGHT}px`;
  strip.style.height = `${STRIP_HEIGHT}px`;
  const stripPaint = sharp(strip, draw);
  const rowsPaint = sharp(canvas, draw);
  onSchemeChange(draw);

  /** What the rows show. */
  function view() {
    if (shown === undefined) return { start: 0, rowBytes: 64 };
    if (zoomed !== undefined) return zoomed;
    const { model, base } = shown;
    const used = model.used.all;
    const end = used.length === 0 ? base : used[used.length - 1].end;
    // The rows begin at a multiple of their length, which may be far below the heap.
    let rowBytes = fittingRowBytes(end - base, ROWS);
    while (floor(base, rowBytes) + ROWS * rowBytes < end) rowBytes *= 2;
    return { start: floor(base, rowBytes), rowBytes };
  }

  /**
   * @param {number} factor
   */
  function zoom(factor) {
    if (shown === undefined) return;
    const { start, rowBytes } = view();
    const most = fittingRowBytes(shown.memoryBytes, ROWS);
    const next = Math.min(Math.max(rowBytes * factor, 16), most);
    const block = selectedBlock();
    const centre = block?.ptr ?? start + (ROWS * rowBytes) / 2;
    const begin = factor < 1 && block === undefined ? start : centre - (ROWS * next) / 2;
    moveTo(begin, next);
  }

  /**
   * @param {number} start
   * @param {number} rowBytes
   */
  function moveTo(start, rowBytes) {
    if (shown === undefined) return;
    const last = shown.memoryBytes - ROWS * rowBytes;
    zoomed = { start: Math.max(0, floor(Math.min(start, Math.max(last, 0)), rowBytes)), rowBytes };
    draw();
  }

  function fit() {
    zoomed = undefined;
    draw();
  }

  function draw() {
    drawRows();
    drawStrip();
  }

  function drawRows() {
    const { context, width, height, ratio } = rowsPaint.begin();
    context.clearRect(0, 0, width, height);
    if (shown === undefined || width <= GUTTER) return;
    const { model, base, memoryBytes, initialBytes } = shown;
    const { start, rowBytes } = view();
    const left = Math.round(GUTTER * ratio);
    const pixels = canvas.width - left;
    const coverage = rasterize(model, { start, rowBytes, rows: ROWS, width: pixels }, isMarked);
    const image = context.createImageData(pixels, canvas.height);
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
        const dim = hasMarks && coverage.marked[at] === 0 ? 0.25 : 1;
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
    drawGutter(context, start, rowBytes, memoryBytes);
    drawBlocks(context, width, start, rowBytes);
  }

  /** @type {(context: CanvasRenderingContext2D, start: number, rowBytes: number, memoryBytes: number) => void} */
  function drawGutter(context, start, rowBytes, memoryBytes) {
    context.font = '11px ui-monospace, monospace';
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillStyle = cssColour('--faint');
    for (let row = 0; row < ROWS && start + row * rowBytes < memoryBytes; row++) {
      context.fillText(hex(start + row * rowBytes), GUTTER - 8, row * ROW_HEIGHT + (ROW_HEIGHT - GAP) / 2 + 1);
    }
  }

  /** Borders, sizes, and the ring around the selected block. @type {(context: CanvasRenderingContext2D, width: number, start: number, rowBytes: number) => void} */
  function drawBlocks(context, width, start, rowBytes) {
    if (shown === undefined) return;
    const { model } = shown;
    const blocks = model.sorted();
    const scale = (width - GUTTER) / rowBytes;
    const end = start + ROWS * rowBytes;
    context.textAlign = 'left';
    for (let i = model.indexAt(start); i < blocks.length && blocks[i].ptr < end; i++) {
      const block = blocks[i];
      if (Math.max(block.size, 1) * scale < PARTED && block.ptr !== selected) continue;
      for (const [n, { x, y, width: length }] of segments(block, start, rowBytes, scale).entries()) {
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

  /** The pieces of a block, one for each row. @type {(block: Block, start: number, rowBytes: number, scale: number) => { x: number, y: number, width: number }[]} */
  function segments({ ptr, size }, start, rowBytes, scale) {
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

  function drawStrip() {
    const { context, width, height, ratio } = stripPaint.begin();
    context.clearRect(0, 0, width, height);
    if (shown === undefined || shown.memoryBytes === 0) return;
    const { model, base, memoryBytes, initialBytes } = shown;
    const top = 6;
    const tall = height - 2 * top;
    const pixels = strip.width;
    const scale = width / memoryBytes;
    const fillRange = (/** @type {string} */ name, /** @type {number} */ from, /** @type {number} */ to) => {
      context.fillStyle = cssColour(name);
      context.fillRect(from * scale, top, (to - from) * scale, tall);
    };
    fillRange('--outside', 0, base);
    fillRange('--never', base, Math.min(initialBytes, memoryBytes));
    if (memoryBytes > initialBytes) fillRange('--grown', initialBytes, memoryBytes);
    const coverage = rasterize(model, { start: 0, rowBytes: memoryBytes, rows: 1, width: pixels }, isMarked);
    for (let x = 0; x < pixels; x++) {
      const live = coverage.live[x] + coverage.fresh[x];
      if (live <= 0 && coverage.freed[x] <= 0.01) continue;
      context.fillStyle = cssColour(live <= 0 ? '--freed' : coverage.fresh[x] > coverage.live[x] ? '--fresh' : '--live');
      context.fillRect(x / ratio, top, 1 / ratio, tall);
    }
    const { start, rowBytes } = view();
    const from = start * scale;
    const long = Math.max((Math.min(start + ROWS * rowBytes, memoryBytes) - start) * scale, 5);
    context.strokeStyle = cssColour('--text');
    context.lineWidth = 1.5;
    context.strokeRect(Math.min(from, width - long) + 0.75, 2.75, long - 1.5, height - 5.5);
  }

  /** @type {(event: PointerEvent | MouseEvent) => Block | undefined} */
  function blockAt(event) {
    if (shown === undefined) return undefined;
    const { start, rowBytes } = view();
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left - GUTTER, event.clientY - top];
    const wide = canvas.clientWidth - GUTTER;
    if (x < 0 || x >= wide || y < 0 || y >= ROWS * ROW_HEIGHT) return undefined;
    const addr = start + Math.floor(y / ROW_HEIGHT) * rowBytes + (x / wide) * rowBytes;
    // A block thinner than a pixel is hit beside it too.
    const near = rowBytes / wide;
    const blocks = shown.model.sorted();
    const block = blocks[shown.model.indexAt(addr - near)];
    return block !== undefined && block.ptr <= addr + near ? block : undefined;
  }

  const selectedBlock = () => (selected === undefined ? undefined : shown?.model.blocks.get(selected));

  /** @type {(block: Block | undefined) => void} */
  function point(block) {
    pointed = block?.ptr;
    on.about(block ?? selectedBlock());
  }

  /** @type {(block: Block | undefined) => void} */
  function select(block) {
    selected = block?.ptr;
    pointed = undefined;
    if (block !== undefined) {
      const { start, rowBytes } = view();
      const inView = block.ptr >= start && block.ptr < start + ROWS * rowBytes;
      if (!inView) moveTo(block.ptr - (ROWS * rowBytes) / 2, rowBytes);
    }
    draw();
    on.about(block);
  }

  canvas.addEventListener('pointermove', (event) => {
    const block = blockAt(event);
    canvas.style.cursor = block === undefined ? '' : 'pointer';
    point(block);
  });
  canvas.addEventListener('pointerleave', () => point(undefined));
  canvas.addEventListener('click', (event) => {
    const block = blockAt(event);
    select(block);
    if (block !== undefined) on.look(block);
  });
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pressed(event.key)) return;
    event.preventDefault();
  });
  strip.addEventListener('click', (event) => {
    if (shown === undefined) return;
    const { left, width } = strip.getBoundingClientRect();
    const { rowBytes } = view();
    moveTo(((event.clientX - left) / width) * shown.memoryBytes - (ROWS * rowBytes) / 2, rowBytes);
  });

  /** What a key does; whether it does anything. @type {(key: string) => boolean} */
  function pressed(key) {
    if (shown === undefined) return false;
    const { model } = shown;
    const blocks = model.sorted();
    const { start, rowBytes } = view();
    // Where the walk goes on if the selected block is gone.
    const at = selected === undefined ? -1 : model.indexAt(selected);
    const above = (/** @type {number} */ step) => Math.max(0, Math.min(blocks.length - 1, model.indexAt((selected ?? start) + step * rowBytes)));
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: above(1), ArrowUp: above(-1), Home: 0, End: blocks.length - 1 };
    if (key in steps) select(blocks[Math.max(0, Math.min(steps[key], blocks.length - 1))]);
    else if (key === 'Enter' || key === ' ') {
      const block = selectedBlock();
      if (block !== undefined) on.look(block);
    } else if (key === '+' || key === '=') zoom(0.5);
    else if (key === '-') zoom(2);
    else if (key === '0') fit();
    else if (key === 'PageDown') moveTo(start + (ROWS - 1) * rowBytes, rowBytes);
    else if (key === 'PageUp') moveTo(start - (ROWS - 1) * rowBytes, rowBytes);
    else if (key === 'Escape') select(undefined);
    else return false;
    return true;
  }

  const zooms = element(
    'div',
    { class: 'zooms', role: 'group', 'aria-label': 'Zoom of the heap map' },
    button('−', () => zoom(2), { 'aria-label': 'Zoom out', title: 'Zoom out (−)' }),
    button('+', () => zoom(0.5), { 'aria-label': 'Zoom in', title: 'Zoom in (+)' }),
    button('Fit', fit, { title: 'Show all that was ever used (0)' }),
  );

  return {
    strip,
    canvas,
    zooms,
    /** @param {Shown | undefined} next */
    show(next) {
      if (next === undefined) zoomed = selected = pointed = undefined;
      shown = next;
      draw();
      point(pointed === undefined ? undefined : shown?.model.blocks.get(pointed));
    },
    select,
    /**
     * Dims all but the blocks from some sites; all are as they were without one.
     *
     * @param {Set<number> | undefined} sites
     */
    mark(sites) {
      hasMarks = sites !== undefined;
      isMarked = sites === undefined ? () => false : (site) => sites.has(site);
      draw();
    },
  };
}

/**
 * @param {number} addr
 * @param {number} step
 */
const floor = (addr, step) => Math.floor(addr / step) * step;

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
