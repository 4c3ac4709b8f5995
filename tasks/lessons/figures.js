/** No size stands in a sentence that no command on the page has printed. */
import { markdown } from '../pages/markdown.js';
import { PageError } from './page-error.js';

const FIGURE = /(\d[\d,]*(?:\.\d+)?)[ \u00a0](B|bytes?|KB|KiB|MB|MiB)\b/g;
const UNITS = /** @type {{ [unit: string]: number }} */ ({ B: 1, byte: 1, bytes: 1, KB: 1e3, KiB: 1024, MB: 1e6, MiB: 1024 ** 2 });

/** @param {string} text */
const number = (text) => Number(text.replaceAll(',', ''));

/**
 * Refuses a page with a size in a sentence, or in a table that nothing made, that no command prints and no file
 * has: nobody would notice when it is out of date. Constants of a specification are written as code: `65,536`.
 *
 * @param {string} text
 */
export function checkFigures(text) {
  const tokens = markdown.parse(text, {});
  const lines = text.split('\n');
  const generated = lines.map(() => false);
  for (let i = 0, made = false; i < lines.length; i++) {
    if (/^<!-- (\$ .+|size-report.*) -->$/.test(lines[i])) made = true;
    if (/^<!-- (\$|\/size-report) -->$/.test(lines[i])) made = false;
    generated[i] = made;
  }
  const printed = tokens.filter(({ type, info }) => type === 'fence' && info !== 'text').map(({ content }) => content);
  printed.push(...lines.filter((_, i) => generated[i]));
  const known = new Set(printed.join('\n').match(/\d[\d,]*/g)?.map(number));
  for (const { type, map, children } of tokens) {
    if (type !== 'inline' || generated[map?.[0] ?? 0]) continue;
    const sentence = (children ?? []).map((child) => (child.type === 'code_inline' ? '`' : child.type === 'softbreak' ? '\n' : child.content)).join('');
    for (const { 0: figure, 1: digits, 2: unit, index } of sentence.matchAll(FIGURE)) {
      const places = digits.split('.')[1]?.length ?? 0;
      const rounded = (/** @type {number} */ bytes) => (bytes / UNITS[unit]).toFixed(places) === number(digits).toFixed(places);
      if (![...known].some(rounded)) {
        const line = (map?.[0] ?? 0) + 1 + sentence.slice(0, index).split('\n').length - 1;
        throw new PageError(line, `no command on this page prints "${figure}"`, 'show the command that does, or correct the sentence');
      }
    }
  }
}
