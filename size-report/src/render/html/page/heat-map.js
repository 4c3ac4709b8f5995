import { choice, element } from './element.js';
import { bytes } from './figures.js';

/** @typedef {import('./data.js').Report} Report */
/** @typedef {Report['rows'][number]} Row */

const SMALLEST = '';

/**
 * Sizes over two axes, which the reader picks. Each of the others has one value,
 * or the one that is smallest in each place.
 *
 * Each place has its size in `data-value`.
 *
 * @param {Report} report
 */
export function heatMap(report) {
  const axes = Object.entries(report.axes).filter(([, values]) => values.length > 1);
  const byLength = axes.toSorted((a, b) => b[1].length - a[1].length).map(([axis]) => axis);
  let [down = '', across = ''] = byLength;
  let metric = 'raw';
  /** @type {Map<string, string>} */
  const fixed = new Map();
  const choices = element('div', { class: 'choices' });
  const about = element('p', { class: 'about', role: 'status' });
  const table = element('table', { class: 'heat' });

  /** What is in a place. @type {(cell: Record<string, string>, place: Map<string, string>) => boolean} */
  function isAt(cell, place) {
    return [...place].every(([axis, value]) => value === SMALLEST || cell[axis] === value);
  }

  /** @type {(downValue: string, acrossValue: string) => Map<string, string>} */
  function placeOf(downValue, acrossValue) {
    return new Map([...fixed, [down, downValue], [across, acrossValue]]);
  }

  /** The smallest row of a place. @type {(place: Map<string, string>) => Row | undefined} */
  function smallest(place) {
    const rows = report.rows.filter(({ cell }) => isAt(cell, place));
    return rows.toSorted((a, b) => a.bytes[metric] - b.bytes[metric])[0];
  }

  /** @type {(name: string) => string[]} */
  const valuesOf = (axis) => report.axes[axis] ?? [''];

  function choose() {
    const names = axes.map(([axis]) => /** @type {[string, string]} */ ([axis, axis]));
    const others = axes.filter(([axis]) => axis !== down && axis !== across);
    choices.replaceChildren(
      choice('rows', names, down, (axis) => {
        if (axis === across) across = down;
        down = axis;
        update();
      }),
      choice('columns', names, across, (axis) => {
        if (axis === down) down = across;
        across = axis;
        update();
      }),
      choice('size', ['raw', 'gzip', 'brotli'].map((metric) => [metric, metric]), metric, (chosen) => {
        metric = chosen;
        update();
      }),
      ...others.map(([axis, values]) =>
        choice(axis, [[SMALLEST, 'the smallest'], ...values.map((value) => /** @type {[string, string]} */ ([value, value]))], fixed.get(axis) ?? SMALLEST, (value) => {
          fixed.set(axis, value);
          update();
        }),
      ),
    );
  }

  function draw() {
    const places = valuesOf(down).map((downValue) => valuesOf(across).map((acrossValue) => placeOf(downValue, acrossValue)));
    const rows = places.map((line) => line.map(smallest));
    const sizes = rows.flat().flatMap((row) => (row === undefined ? [] : [row.bytes[metric]]));
    const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
    // Sizes differ by factors, so colours go by the logarithm.
    const heat = (/** @type {number} */ size) => (most > least ? Math.log(size / least) / Math.log(most / least) : 0);
    const head = valuesOf(across).map((value) => element('th', { scope: 'col' }, value));
    const lines = valuesOf(down).map((value, i) => {
      const cells = rows[i].map((row, k) => place(row, places[i][k], heat, least));
      return element('tr', {}, element('th', { scope: 'row' }, value), ...cells);
    });
    const corner = element('td', {}, `${down} ▾ ${across} ▸`);
    table.replaceChildren(element('thead', {}, element('tr', {}, corner, ...head)), element('tbody', {}, ...lines));
    table.querySelector('td[tabindex]')?.setAttribute('tabindex', '0');
    about.replaceChildren(bytes(least), element('span', { class: 'scale' }), bytes(most));
  }

  /** @type {(row: Row | undefined, place: Map<string, string>, heat: (size: number) => number, least: number) => HTMLElement} */
  function place(row, place, heat, least) {
    if (row === undefined) {
      const failed = report.failures?.some(({ cell }) => isAt(cell, place));
      return element('td', { class: 'none' }, failed ? 'failed' : '-');
    }
    const size = row.bytes[metric];
    const mark = metric === 'brotli' && row.brotli_quality !== undefined ? '~' : '';
    const settings = axes.map(([axis]) => `${axis}=${row.cell[axis]}`).join(', ');
    const made = element('td', { tabindex: -1, 'data-value': size, class: size === least && 'least' }, mark + bytes(size));
    made.style.setProperty('--heat', String(heat(size)));
    const say = () => about.replaceChildren(element('strong', {}, mark + bytes(size)), ` ${metric}: ${settings}`);
    made.addEventListener('pointerover', say);
    made.addEventListener('focus', say);
    return made;
  }

  function update() {
    choose();
    draw();
  }

  table.addEventListener('keydown', (event) => {
    const cell = /** @type {Element} */ (event.target).closest('td');
    const row = cell?.parentElement;
    if (!cell || !row) return;
    const beside = (/** @type {Element | null | undefined} */ row) => row?.children[cell.cellIndex];
    /** @type {Record<string, Element | null | undefined>} */
    const steps = {
      ArrowRight: cell.nextElementSibling,
      ArrowLeft: cell.previousElementSibling,
      ArrowDown: beside(row.nextElementSibling),
      ArrowUp: beside(row.previousElementSibling),
    };
    const next = steps[event.key];
    if (!(next instanceof HTMLElement) || !next.hasAttribute('tabindex')) return;
    cell.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
    event.preventDefault();
  });
  update();
  return element('section', { class: 'heat-map' }, element('h2', {}, 'Sizes over two axes'), choices, element('div', { class: 'scroll' }, table), about);
}
