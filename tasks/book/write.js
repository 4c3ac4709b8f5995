/** Writes the book: the pages in their order, and whatever a page leads to, so that every link resolves in it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

import { brokenLinks } from '../pages/links.js';
import { escape } from './code.js';
import { contents, titleOf } from './contents.js';
import { address, placeOf } from './place.js';
import { render, renderSource } from './render.js';
import { template } from './template.js';

/**
 * @param {string} root of the repository
 * @param {string} out a folder, which is made anew
 * @returns {number} how many pages there are
 */
export function write(root, out) {
  const chapters = contents(root).map(({ title, entries }) => ({
    title,
    entries: entries.map((entry) => ({ title: entry.title, ...placeOf(root, entry.path) })),
  }));
  const order = chapters.flatMap(({ entries }) => entries);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');

  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  copyFileSync(fileURLToPath(new URL('style.css', import.meta.url)), join(out, 'style.css'));
  const places = new Map(order.map((place) => [place.out, /** @type {import('./place.js').Place} */ (place)]));
  let pages = 0;
  // A map goes on to what is put into it on the way.
  for (const place of places.values()) {
    mkdirSync(dirname(join(out, place.out)), { recursive: true });
    if (place.kind === 'picture') {
      copyFileSync(join(root, place.path), join(out, place.out));
      continue;
    }
    const link = (/** @type {string} */ path) => {
      const other = placeOf(root, path);
      if (!places.has(other.out)) places.set(other.out, other);
      return address(place.out, other.out);
    };
    const at = order.findIndex((entry) => entry.out === place.out);
    const { title, body } = content(root, place, link, tracked);
    const [previous, next] = at < 0 ? [] : [order[at - 1], order[at + 1]];
    writeFileSync(join(out, place.out), template({ title, body, out: place.out, chapters, previous, next }));
    pages += 1;
  }
  return pages;
}

/**
 * @param {string} root
 * @param {import('./place.js').Place} place
 * @param {(path: string) => string} link
 * @param {string[]} tracked files of the repository
 */
function content(root, { kind, path }, link, tracked) {
  if (kind === 'folder') {
    // What has a page is linked; a listing of all code would be a second repository.
    const names = new Set(tracked.filter((file) => file.startsWith(`${path.replace(/\/$/, '')}/`)).map((file) => file.slice(path.replace(/\/$/, '').length + 1).replace(/\/.*/, '/')));
    const items = [...names].sort().map((name) => {
      const page = name.endsWith('/') ? posix.join(path, name, 'README.md') : posix.join(path, name);
      return `<li>${tracked.includes(page) && page.endsWith('.md') ? `<a href="${link(page)}">${escape(name)}</a>` : escape(name)}</li>`;
    });
    return { title: path, body: `<h1>${escape(path)}</h1>\n<ul>${items.join('')}</ul>\n` };
  }
  const text = readFileSync(join(root, path), 'utf8');
  if (kind === 'source') return { title: path, body: renderSource(path, text) };
  const broken = brokenLinks(root, path);
  if (broken.length > 0) throw new Error(broken.join('\n'));
  return { title: titleOf(root, path), body: render(path, text, link) };
}
