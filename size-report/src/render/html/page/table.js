import { choice, element, shortened } from './element.js';
import { bytes, count, delta, percent } from './figures.js';

/** @typedef {import('./data.js').Cell} Cell */
/** @typedef {import('./data.js').Column} Column */

/** So many rows are drawn at first, and more on demand. */
const ROWS = 100;
const MORE = 1000;

/**
 * A table that is sorted by a click on a header, and shows what matches.
 *
 * @param {import('./data.js').Table} table
 * @param {string[]} strings
 */
export function sortable(table, strings) {
  const { columns } = table;
  /** @type {import('./search.js').Matches | undefined} */
  let matches;
  /** @type {Map<Column, number>} */
  const chosen = new Map();
  let rows = table.rows;
  let shown = ROWS;
  const most = new Map(columns.map((column) => [column, mostOf(column)]));

  const headers = columns.map((column) => {
    const button = element('button', { type: 'button' }, column.title);
    button.addEventListener('click', () => sort(column));
    return element('th', { scope: 'col', class: classOf(column), 'aria-sort': 'none' }, button);
  });
  const body = element('tbody');
  const foot = element('tfoot');
  const status = element('p', { class: 'status' });
  const more = element('button', { type: 'button', class: 'more' }, 'Show more rows');
  more.addEventListener('click', () => {
    shown += MORE;
    draw();
  });

  /** @type {(column: Column) => number} */
  function mostOf({ kind, at }) {
    if (kind !== 'delta') return 0;
    return table.rows.reduce((most, row) => Math.max(most, Math.abs(Number(row[at]))), 1);
  }

  /** What a row is sorted by. Strings are in order, so that their indices are too. @type {(column: Column, row: Cell[]) => number} */
  function rank({ at }, row) {
    const value = row[at];
    if (value === null || value === undefined) return -Infinity;
    return Array.isArray(value) ? value.length : Number(value);
  }

  /** @type {(column: Column) => void} */
  function sort(column) {
    const header = headers[columns.indexOf(column)];
    const before = header.getAttribute('aria-sort');
    const figures = !isText(column) && column.kind !== 'list';
    const order = before === 'none' ? (figures ? 'descending' : 'ascending') : before === 'ascending' ? 'descending' : 'ascending';
    for (const other of headers) other.setAttribute('aria-sort', 'none');
    header.setAttribute('aria-sort', order);
    const sign = order === 'ascending' ? 1 : -1;
    rows = table.rows.toSorted((a, b) => {
      const [left, right] = [rank(column, a), rank(column, b)];
      return left === right ? 0 : left < right ? -sign : sign;
    });
    draw();
  }

  /** @type {(row: Cell[]) => boolean} */
  function isShown(row) {
    for (const [column, value] of chosen) {
      if (row[column.at] !== value) return false;
    }
    if (matches === undefined) return true;
    return columns.some((column) => {
      const value = row[column.at];
      if (isText(column)) return typeof value === 'number' && matches?.(value);
      return Array.isArray(value) && value.some((string) => matches?.(string));
    });
  }

  function draw() {
    const found = rows.filter(isShown);
    body.replaceChildren(...found.slice(0, shown).map((row) => element('tr', {}, ...columns.map((column) => cell(column, row)))));
    const sums = columns.map((column) => {
      const sum = () => found.reduce((all, row) => all + Number(row[column.at]), 0);
      return element('td', { class: classOf(column) }, column.total ? figure(column, sum()) : '');
    });
    if (columns.some((column) => column.total)) foot.replaceChildren(element('tr', {}, ...sums));
    status.replaceChildren(`${count(found.length)} of ${count(table.rows.length)} rows`, table.note ? `; ${table.note}` : '');
    more.hidden = found.length <= shown;
  }

  /** @type {(column: Column, value: number) => string} */
  function figure({ kind }, value) {
    if (kind === 'bytes') return bytes(value);
    if (kind === 'delta') return delta(value);
    return kind === 'percent' ? percent(value, table.whole) : count(value);
  }

  /** @type {(column: Column, row: Cell[]) => HTMLElement} */
  function cell(column, row) {
    const value = row[column.at];
    const made = element('td', { class: classOf(column) });
    if (value === null || value === undefined) made.append('-');
    else if (Array.isArray(value)) {
      made.append(value.length > 0 ? value.map((string) => shortened(strings[string])).join(' ▸ ') : '(from outside)');
    } else if (isText(column)) made.append(shortened(strings[Number(value)]));
    else {
      const mark = column.mark !== undefined && row[column.mark] ? '~' : '';
      made.append(mark + figure(column, Number(value)));
      made.dataset.value = String(value);
      if (column.kind === 'delta' && value !== 0) made.append(bar(Number(value), most.get(column) ?? 1));
    }
    return made;
  }

  const choices = columns.filter((column) => column.choose).map((column) => {
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const { [column.at]: value } of table.rows) {
      if (typeof value === 'number') counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts]
      .sort(([a], [b]) => a - b)
      .map(([value, rows]) => /** @type {[string, string]} */ ([String(value), `${strings[value]} (${count(rows)})`]));
    return choice(column.title, [['', `all (${count(table.rows.length)})`], ...values], '', (value) => {
      if (value === '') chosen.delete(column);
      else chosen.set(column, Number(value));
      draw();
    });
  });
  const head = element('thead', {}, element('tr', {}, ...headers));
  draw();

  return {
    element: element(
      'section',
      { class: 'listing', id: table.id || false },
      element('h2', {}, table.title),
      element('div', { class: 'choices' }, ...choices, status),
      // A part of the page that scrolls has to be reached by the keyboard.
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': table.title }, element('table', {}, head, body, foot), more),
    ),
    /** @param {import('./search.js').Matches | undefined} wanted */
    search(wanted) {
      matches = wanted;
      shown = ROWS;
      draw();
    },
  };
}

/** @param {Column} column */
const isText = ({ kind }) => kind === 'text' || kind === 'name';

/**
 * A column that rows are chosen by has few words.
 *
 * @param {Column} column
 */
const classOf = ({ kind, choose }) => (choose ? 'word' : kind);

/**
 * A bar to the right for growth, and to the left for what was saved.
 *
 * @param {number} value
 * @param {number} most
 */
function bar(value, most) {
  const inner = element('i', { class: value > 0 ? 'grown' : 'shrunk' });
  inner.style.width = `${(Math.abs(value) * 50) / most}%`;
  return element('span', { class: 'bar', 'aria-hidden': 'true' }, inner);
}
