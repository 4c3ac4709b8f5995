import { read, unpack } from './data.js';
import { element, shortened } from './element.js';
import { heatMap } from './heat-map.js';
import { searchIn } from './search.js';
import { sortable } from './table.js';
import { treemap } from './treemap.js';

/** Draws what the data of this page has, from top to bottom. */
function draw() {
  const page = read();
  const strings = unpack(page.strings);
  const map = page.treemap && treemap(page.title.split(/[\\/]/).at(-1) ?? '', page.treemap, strings);
  const tables = page.tables.map((table) => sortable(table, strings));
  const find = searchIn(strings);

  const input = element('input', { type: 'search', placeholder: 'Search names', 'aria-label': 'Search names' });
  const found = element('output');
  input.addEventListener('input', () => {
    const matches = find(input.value);
    const said = map?.search(matches);
    for (const table of tables) table.search(matches);
    found.textContent = (matches && said) ?? '';
  });

  const [first, ...lead] = page.lead;
  const notes = page.notes.map(({ title, text }) => element('section', {}, element('h2', {}, title), element('pre', {}, text)));
  document.querySelector('main')?.replaceChildren(
    element('header', {}, element('h1', {}, shortened(page.title)), element('p', { class: 'first' }, first), ...lead.map((line) => element('p', {}, line))),
    element('div', { class: 'search' }, input, found),
    ...(map ? [map.element] : []),
    ...(page.report ? [heatMap(page.report)] : []),
    ...tables.map((table) => table.element),
    ...notes,
  );
}

draw();
