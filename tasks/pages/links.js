/** Where the relative links of a page lead. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { headings, links, markdown } from './markdown.js';

/**
 * Links of a page that lead nowhere: to a file that is not there, or to a heading that no page has.
 *
 * @param {string} root of the repository
 * @param {string} page its path from there
 * @returns {string[]} `page:line: what is wrong. Next step: …`
 */
export function brokenLinks(root, page) {
  const tokens = markdown.parse(readFileSync(join(root, page), 'utf8'), {});
  return links(tokens).flatMap(({ target, line }) => {
    const place = locate(page, target);
    if (place === undefined) return [];
    const path = join(root, place.path);
    const wrong = !existsSync(path)
      ? `there is no ${place.path}`
      : place.anchor !== '' && !anchors(path).includes(place.anchor)
        ? `${place.path} has no heading #${place.anchor}`
        : undefined;
    return wrong === undefined ? [] : [`${page}:${line}: the link ${target} leads nowhere: ${wrong}. Next step: correct the link`];
  });
}

/**
 * The file or folder that a link leads to, from the root of the repository; nothing if it leaves the repository.
 *
 * @param {string} page that the link is on
 * @param {string} target
 */
export function locate(page, target) {
  if (/^[a-z][a-z\d+.-]*:/i.test(target)) return undefined;
  const [file, anchor = ''] = target.split('#');
  return { path: file === '' ? page : normalize(join(dirname(page), decodeURI(file))), anchor: decodeURIComponent(anchor) };
}

/** @param {string} path of a page, or of a folder with one */
function anchors(path) {
  const page = statSync(path).isDirectory() ? join(path, 'README.md') : path;
  if (!page.endsWith('.md') || !existsSync(page)) return [];
  return headings(markdown.parse(readFileSync(page, 'utf8'), {})).map(({ id }) => id);
}
