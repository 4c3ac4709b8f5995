// Prints the table of README.md from what support.js has found since its folder was removed. The column of a host that was
// not tried stays as it is on the page. So does that of another version, except that a later one must not lose anything: to
// write a later one anew, delete the table before `make bless-examples LESSON=12`.
import { existsSync, readFileSync } from 'node:fs';

import { FEATURES } from './features.js';
import { HOSTS } from './hosts.js';

const page = readFileSync(new URL('README.md', import.meta.url), 'utf8');
const cells = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim());
const [, lines = ''] = /<!-- \$ node table.js -->\n([^]*?)<!-- \$ -->/.exec(page) ?? [];
const [heads = [], , ...rows] = lines.split('\n').filter(Boolean).map(cells);
const later = (a, b) => a.localeCompare(b, 'en', { numeric: true }) > 0;

const columns = Object.keys(HOSTS).map((host) => {
  const at = heads.findIndex((head) => head.startsWith(`${host}<br>`));
  const before = at < 0 ? undefined : { version: heads[at].split('<br>')[1], results: Object.fromEntries(rows.map((row) => [row[0].slice(1, row[0].indexOf(']')), row[at]])) };
  const file = new URL(`../../target/12-beyond-the-mvp/${host}.json`, import.meta.url);
  const found = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const { version, results } = merge(before, found) ?? { version: 'not tried', results: {} };
  return [`${host}<br>${version}`, ...FEATURES.map(({ name }) => results[name] ?? '')];
});

/** What stands in a column: that of the page, what was found, or of both. */
function merge(before, found) {
  if (before === undefined || found === undefined || before.version === found.version) return found ?? before;
  if (!later(found.version, before.version)) return before;
  const lost = Object.entries(found.results).filter(([name, cell]) => before.results[name] === 'yes' && cell !== 'yes');
  return { version: before.version, results: { ...before.results, ...Object.fromEntries(lost) } };
}

const features = ['', ...FEATURES.map(({ name }) => `[${name}](${name}.wat)`)];
const table = features.map((feature, i) => [feature, ...columns.map((column) => column[i])]);
table.splice(1, 0, features.slice(0, 1).concat(columns.map(() => '')).map((_, i) => (i === 0 ? '---' : ':---:')));
for (const row of table) console.log(`| ${row.join(' | ')} |`);
