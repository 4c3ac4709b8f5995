/** Where a file or folder of the repository is in the book. The tree is the same, so most links stay as they are. */
import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What is copied as it is. */
const PICTURE = /\.(svg|png|jpe?g|gif|webp)$/;

/**
 * @typedef {{ kind: 'page' | 'source' | 'folder' | 'picture', path: string, out: string }} Place
 *   `path` from the root of the repository, `out` from that of the book
 */

/**
 * @param {string} root of the repository
 * @param {string} path a file or a folder
 * @returns {Place}
 */
export function placeOf(root, path) {
  if (statSync(join(root, path)).isDirectory()) {
    const page = posix.join(path, 'README.md');
    return existsSync(join(root, page)) ? placeOf(root, page) : { kind: 'folder', path, out: posix.join(path, 'index.html') };
  }
  if (PICTURE.test(path)) return { kind: 'picture', path, out: path };
  if (!path.endsWith('.md')) return { kind: 'source', path, out: `${path}.html` };
  return { kind: 'page', path, out: path.replace(/README\.md$/, 'index.html').replace(/\.md$/, '.html') };
}

/**
 * The address of one page of the book as a link on another.
 *
 * @param {string} from
 * @param {string} to
 */
export const address = (from, to) => encodeURI(posix.relative(posix.dirname(from), to) || posix.basename(to));
