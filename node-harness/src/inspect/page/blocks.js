import { button, element, shown } from './element.js';
import { bytes, count, things } from './figures.js';
import { hex } from '../../hex.js';

/** @typedef {import('./heap-model.js').HeapModel} HeapModel */
/** @typedef {import('./heap-model.js').Block} Block */

const ROWS = 50;
const MORE = 500;

/** @typedef {{ title: string, class: string, rank: (block: Block) => number }} Column */

/** @type {Column[]} */
const COLUMNS = [
  { title: 'address', class: 'address', rank: ({ ptr }) => ptr },
  { title: 'size', class: 'bytes', rank: ({ size }) => size },
  { title: 'age in calls', class: 'number', rank: ({ call }) => -call },
  { title: 'allocated by', class: 'name', rank: ({ site }) => site },
];

/**
 * The live blocks as a table: what the map shows, in words.
 *
 * @param {(block: Block) => void} onPick
 */
export function blocksTable(onPick) {
  /** @type {HeapModel | undefined} */
  let model;
  /** @type {string[][]} */
  let stacks = [];
  let most = ROWS;
  let by = COLUMNS[0];
  let sign = 1;

  const headers = COLUMNS.map((column) => {
    const sorter = button(column.title, () => {
      sign = by === column ? -sign : 1;
      by = column;
      draw();
    });
    return element('th', { scope: 'col', class: column.class, 'aria-sort': 'none' }, sorter);
  });
  const body = element('tbody');
  const status = element('p', { class: 'status' });
  const more = button('Show more rows', () => {
    most += MORE;
    draw();
  }, { class: 'more' });

  function draw() {
    const blocks = model?.sorted() ?? [];
    const call = (model?.call ?? 1) - 1;
    const sorted = by === COLUMNS[0] && sign === 1 ? blocks : blocks.toSorted((a, b) => sign * (by.rank(a) - by.rank(b)));
    for (const [i, column] of COLUMNS.entries()) {
      headers[i].setAttribute('aria-sort', column !== by ? 'none' : sign === 1 ? 'ascending' : 'descending');
    }
    body.replaceChildren(
      ...sorted.slice(0, most).map((block) =>
        element(
          'tr',
          {},
          element('td', { class: 'address' }, button(hex(block.ptr), () => onPick(block), { title: 'Show its bytes' })),
          element('td', { class: 'bytes' }, bytes(block.size)),
          element('td', { class: 'number' }, count(call - block.call)),
          element('td', { class: 'name' }, shown(stackText(stacks[block.site] ?? []))),
        ),
      ),
    );
    status.textContent = things(blocks.length, 'live block');
    more.hidden = blocks.length <= most;
  }

  return {
    element: element(
      'div',
      { class: 'listing' },
      status,
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Live blocks' }, element('table', {}, element('thead', {}, element('tr', {}, ...headers)), body), more),
    ),
    /**
     * @param {HeapModel | undefined} nextModel
     * @param {string[][]} nextStacks
     */
    show(nextModel, nextStacks) {
      model = nextModel;
      stacks = nextStacks;
      most = ROWS;
      draw();
    },
  };
}

/**
 * A stack in one line, from the call to what allocates.
 *
 * @param {string[]} frames
 */
export const stackText = (frames) => frames.join(' ▸ ');
