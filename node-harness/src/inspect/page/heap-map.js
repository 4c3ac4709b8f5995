import { sharp } from './canvas.js';
import { onSchemeChange } from './colours.js';
import { button, element } from './element.js';
import { GUTTER, ROWS, ROW_HEIGHT, STRIP_HEIGHT, paintRows, paintStrip } from './heap-paint.js';
import { fittingRowBytes } from './raster.js';

/** @typedef {import('./heap-model.js').Block} Block */
/** @typedef {import('./heap-paint.js').Shown} Shown */
/** @typedef {import('./heap-paint.js').View} View */
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
  /** Undefined as long as the rows fit what was used. @type {View | undefined} */
  let zoomed;
  /** The address of the block that was chosen. @type {number | undefined} */
  let selected;
  /** … and of the one under the pointer. @type {number | undefined} */
  let pointed;
  /** The sites whose blocks stand out. @type {Set<number> | undefined} */
  let marked;

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

  /** What the rows show. @returns {View} */
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
    const [rows, all] = [rowsPaint.begin(), stripPaint.begin()];
    if (shown === undefined) return;
    paintRows(rows, shown, view(), { selected, marked });
    paintStrip(all, shown, view());
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
      marked = sites;
      draw();
    },
  };
}

/**
 * @param {number} addr
 * @param {number} step
 */
const floor = (addr, step) => Math.floor(addr / step) * step;
