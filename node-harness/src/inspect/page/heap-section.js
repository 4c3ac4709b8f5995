import { choice, element, shown } from './element.js';
import { bytes, count, percent, size, things } from './figures.js';
import { heapMap } from './heap-map.js';
import { hex } from '../../hex.js';

/** @typedef {import('./heap-model.js').HeapModel} HeapModel */
/** @typedef {import('./heap-model.js').Block} Block */
/** @typedef {import('./heap-paint.js').Shown} Shown */

const PAGE_LEN_BYTES = 65536;

const LEGEND = [
  ['live', 'live'],
  ['fresh', 'live, from the last call'],
  ['freed', 'freed'],
  ['never', 'never used'],
  ['grown', 'grown since the start'],
  ['outside', 'not the heap’s'],
];

/** @typedef {import('./protocol.js').Setting['heap']} Allocator */

/** @type {[Allocator, string][]} */
const ALLOCATORS = [
  ['fast', 'fast'],
  ['bump', 'bump: never used twice'],
  ['check', 'check: finds mistakes'],
];

/**
 * The heap in figures, as a map, and in words.
 *
 * @param {(block: Block) => void} onLook
 * @param {(allocator: Allocator) => void} onAllocator
 */
export function heapSection(onLook, onAllocator) {
  /** @type {Shown | undefined} */
  let now;
  /** @type {string[][]} */
  let stacks = [];
  /** @type {(call: number) => string} */
  let labelOf = () => '';

  const map = heapMap({ about, look: onLook });
  const figures = element('dl', { class: 'figures' });
  const ends = element('div', { class: 'ends', 'aria-hidden': 'true' });
  const words = element('p', { class: 'about', id: 'map-about', role: 'status' });
  const note = element('p', { class: 'note', hidden: true });
  const legend = element(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    ...LEGEND.map(([name, text]) => element('li', {}, element('i', { class: `swatch ${name}` }), text)),
  );

  /** @param {Block | undefined} block */
  function about(block) {
    if (now === undefined) words.textContent = '';
    else if (block === undefined) words.textContent = summary(now);
    else {
      const age = now.model.call - 1 - block.call;
      const when = block.call === 0 ? 'before the first call' : `by call ${count(block.call)}, ${labelOf(block.call)}`;
      const old = age === 0 ? 'the last one' : `${things(age, 'call')} ago`;
      const stack = stacks[block.site] ?? [];
      words.replaceChildren(
        element('strong', {}, hex(block.ptr)),
        ` ${bytes(block.size)}, made ${when}, ${old}${stack.length === 0 ? '' : ': '}`,
        ...stack.flatMap((frame, i) => [i === 0 ? '' : ' ▸ ', element('code', {}, shown(frame))]),
      );
    }
  }

  return {
    element: element(
      'div',
      {},
      element('div', { class: 'corner' }, choice('Allocator', ALLOCATORS, (value) => onAllocator(/** @type {Allocator} */ (value)))),
      figures,
      note,
      ends,
      map.strip,
      map.canvas,
      element('div', { class: 'under' }, legend, map.zooms),
      words,
    ),
    map,
    /**
     * @param {Shown | undefined} shownNow
     * @param {string[][]} nextStacks
     * @param {(call: number) => string} nextLabelOf what a call was
     * @param {string} noted why there is nothing to see, or that this is the past
     */
    show(shownNow, nextStacks, nextLabelOf, noted) {
      now = shownNow;
      stacks = nextStacks;
      labelOf = nextLabelOf;
      note.textContent = noted;
      note.hidden = noted === '';
      figures.replaceChildren(...(now === undefined ? [] : figuresOf(now)));
      const end = now === undefined ? [] : ['0x0', 'all of memory', hex(now.memoryBytes)];
      ends.replaceChildren(...end.map((text) => element('span', {}, text)));
      map.show(now);
    },
  };
}

/** @param {Shown} shown */
function figuresOf({ model, memoryBytes, initialBytes }) {
  const { blocks, live, peak, mallocs, frees, failed } = model;
  const holes = model.holes();
  const grown = memoryBytes - initialBytes;
  /** @type {[string, string, string][]} */
  const rows = [
    ['live', bytes(live), things(blocks.size, 'block')],
    ['peak', bytes(peak), `${things(mallocs, 'allocation')}, ${count(frees)} freed${failed === 0 ? '' : `, ${count(failed)} refused`}`],
    ['fragmentation', holes.span === 0 ? '-' : percent(holes.bytes, holes.span), holes.count === 0 ? 'no holes' : `${bytes(holes.bytes)} in ${things(holes.count, 'hole')}, the largest ${bytes(holes.largest)}`],
    ['memory', size(memoryBytes), `${things(memoryBytes / PAGE_LEN_BYTES, 'page')}${grown > 0 ? `, grown by ${count(grown / PAGE_LEN_BYTES)}` : ''}`],
  ];
  return rows.map(([name, figure, more]) => element('div', {}, element('dt', {}, name), element('dd', {}, element('b', {}, figure), ` ${more}`)));
}

/** The map in a sentence. @param {Shown} shown */
function summary({ model, base }) {
  const blocks = model.sorted();
  if (blocks.length === 0) return `No block is live. The heap begins at ${hex(base)}.`;
  const [first, last] = [blocks[0], blocks[blocks.length - 1]];
  return `${things(blocks.length, 'live block')} from ${hex(first.ptr)} to ${hex(last.ptr + last.size)}. Point at one, or walk with the arrow keys.`;
}
