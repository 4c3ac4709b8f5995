/** Draws the memories of modules side by side: `node draw.js PICTURE TITLE MODULE [TITLE MODULE]…`. */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import { areas } from './module.js';

const WIDTH = 330;
const COLOURS = { stack: '#f4b183', data: '#9dc3e6', '.bss': '#bdd7ee', heap: '#a9d18e', unused: '#e7e6e6' };
const bytes = (number) => `${number.toLocaleString('en')} B`;
const hex = (address) => `0x${address.toString(16)}`;

/** A bar with an area for each; not to scale, or the stack would be all that one sees. */
function column(title, parts, x) {
  const drawn = [`<text x="${x}" y="24" font-weight="bold">${title}</text>`];
  let y = 40;
  for (const { name, start, end, note } of parts) {
    const height = name === 'unused' ? 18 : Math.round(26 + 5 * Math.log2(end - start));
    drawn.push(
      `<text x="${x + 72}" y="${y + 5}" text-anchor="end" class="address">${hex(start)}</text>`,
      `<rect x="${x + 80}" y="${y}" width="${WIDTH - 100}" height="${height}" fill="${COLOURS[name]}"/>`,
      `<text x="${x + 92}" y="${y + (name === 'unused' ? 14 : 22)}">${name}, ${bytes(end - start)}</text>`,
    );
    if (note) drawn.push(`<text x="${x + 92}" y="${y + 40}" class="note">${note}</text>`);
    if (name === 'stack') drawn.push(`<text x="${x + 92}" y="${y + height - 10}" class="note">begins here, and grows ↑</text>`);
    y += height;
  }
  drawn.push(`<text x="${x + 72}" y="${y + 5}" text-anchor="end" class="address">${hex(parts.at(-1).end)}</text>`);
  drawn.push(`<text x="${x + 92}" y="${y + 18}" class="note">memory.grow adds pages here ↓</text>`);
  return { drawn, bottom: y + 30 };
}

const [picture, ...modules] = process.argv.slice(2);
const columns = [];
for (let i = 0; i < modules.length; i += 2) {
  const parts = await areas(modules[i + 1]);
  columns.push(column(modules[i], parts, 10 + (i / 2) * WIDTH));
  console.log(modules[i]);
  for (const { name, start, end, note = '' } of parts) console.log(` ${hex(start).padStart(9)}  ${name.padEnd(6)} ${bytes(end - start).padStart(11)}  ${note}`.trimEnd());
  console.log(` ${hex(parts.at(-1).end).padStart(9)}`);
}
const height = Math.max(...columns.map(({ bottom }) => bottom));
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns.length * WIDTH + 10} ${height}" font-family="sans-serif" font-size="14">
<style>rect { stroke: #444; } .address { font: 12px monospace; } .note { font-size: 12px; fill: #333; }</style>
<rect width="100%" height="100%" fill="#fff" style="stroke: none"/>
${columns.flatMap(({ drawn }) => drawn).join('\n')}
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
  console.log(`${picture} was not this picture: it is now. Look at it, and run this again`);
  process.exitCode = 1;
}
