/** Draws what tables say, each from the first text that has it: `node chart.js PICTURE TEXT…`. */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import { NAMES } from './guests.js';

const [picture, ...texts] = process.argv.slice(2);
const text = texts.map((path) => readFileSync(path, 'utf8')).join('\n');
/** The number in a row, or none if the row says that there was no memory. */
const value = (pattern) => {
  const cell = new RegExp(`^${pattern}`, 'm').exec(text)?.[1];
  if (cell === undefined) throw new Error(`no line of ${texts.join(', ')} is like ${pattern}`);
  return cell === '-' || cell === 'out of memory' ? undefined : Number(cell.replaceAll(',', ''));
};

const CHARTS = [
  { title: 'bytes of the module, slim', unit: 'B', most: 1400, of: (name) => value(`\\| ${name} \\| ([\\d,]+) B \\|`) },
  { title: 'ns a round of churn', unit: 'ns', of: (name) => value(`${name} +[\\d.]+ ms +([\\d.]+|-)`) },
  { title: 'pages after all calls', unit: '', of: (name) => value(`\\| ${name} \\| \\d+ \\| \\d+ \\| \\d+ \\| (\\d+|out of memory) \\|`) },
];
const COLOURS = ['#5b9bd5', '#ed7d31', '#70ad47'];
const ROW = 24;
const LEFT = 130;
const BAR = 170;
const COLUMN = BAR + 75;

const names = NAMES.toSorted((one, other) => CHARTS[0].of(one) - CHARTS[0].of(other));
const drawn = names.map((name, row) => `<text x="${LEFT - 8}" y="${52 + row * ROW}" text-anchor="end">${name}</text>`);
CHARTS.forEach(({ title, unit, of, most }, i) => {
  const x = LEFT + i * COLUMN;
  const values = names.map(of);
  const scale = most ?? Math.max(...values.filter((value) => value !== undefined));
  drawn.push(`<text x="${x}" y="24" font-weight="bold">${title}</text>`);
  values.forEach((value, row) => {
    const y = 38 + row * ROW;
    if (value !== undefined) drawn.push(`<rect x="${x}" y="${y}" width="${Math.round((Math.min(value, scale) / scale) * BAR)}" height="18" fill="${COLOURS[i]}"/>`);
    const label = value === undefined ? 'out of memory' : `${value.toLocaleString('en')} ${unit}${value > scale ? ' →' : ''}`;
    drawn.push(`<text x="${x + (value === undefined ? 0 : Math.round((Math.min(value, scale) / scale) * BAR) + 5)}" y="${y + 14}" font-size="12">${label.trim()}</text>`);
  });
});
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + CHARTS.length * COLUMN} ${50 + names.length * ROW}" font-family="sans-serif" font-size="14">
<rect width="100%" height="100%" fill="#fff"/>
${drawn.join('\n')}
</svg>
`;

let before = '';
try {
  before = readFileSync(picture, 'utf8');
} catch {
  // It was never drawn.
}
if (before !== svg) {
  writeFileSync(picture, svg);
  console.log(`${picture} was not what ${texts.join(', ')} say: it is now. Look at it, and run this again`);
  process.exitCode = 1;
}
