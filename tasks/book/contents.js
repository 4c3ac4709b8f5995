/** The order of the book: the first link of each entry in the lists of docs/README.md, under its headings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { locate } from '../pages/links.js';
import { headings, links, markdown } from '../pages/markdown.js';

/** The page that the order is on. */
export const PATH = 'docs/README.md';
const FRONT = 'README.md';

/** @typedef {{ path: string, title: string }} Entry */
/** @typedef {{ title: string, entries: Entry[] }} Chapter */

/**
 * @param {string} root of the repository
 * @returns {Chapter[]} the first one has the front page and the path itself
 */
export function contents(root) {
  const tokens = markdown.parse(readFileSync(join(root, PATH), 'utf8'), {});
  /** @type {Chapter[]} */
  const chapters = [{ title: '', entries: [FRONT, PATH].map((path) => ({ path, title: titleOf(root, path) })) }];
  const titles = new Map(headings(tokens).map(({ token, text }) => [token, text]));
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open' && token.tag === 'h2') chapters.push({ title: titles.get(token) ?? '', entries: [] });
    if (token.type !== 'list_item_open') return;
    const [link] = links(tokens.slice(i, i + 4));
    const place = link && locate(PATH, link.target);
    if (place) chapters.at(-1)?.entries.push({ path: place.path, title: titleOf(root, place.path) });
  });
  return chapters;
}

/**
 * What a page calls itself.
 *
 * @param {string} root
 * @param {string} page
 */
export function titleOf(root, page) {
  const [first] = headings(markdown.parse(readFileSync(join(root, page), 'utf8'), {}));
  if (first === undefined) throw new Error(`${page} has no heading. Next step: begin it with a line "# Title"`);
  return first.text;
}
