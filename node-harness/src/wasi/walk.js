import { INVAL, LOOP, NAMETOOLONG, NOENT, NOTDIR, PERM, refuse } from './errno.js';
import { Folder, Symlink } from './nodes.js';

/** @typedef {import('./nodes.js').Node} Node */
/** A name in a folder, and what is there, if anything is. `.` is the folder itself. @typedef {{ folder: Folder, name: string, node: Node | undefined }} Place */

/** As Linux has them. */
const MOST_LINKS = 40;
const NAME_BYTES = 255;
const PATH_BYTES = 4095;

const encoder = new TextEncoder();

/**
 * Where `path` leads from `base`, never to anything above it: an absolute path, a
 * `..` or a link that leads out is refused. A slash at the end says that a folder
 * is meant.
 *
 * @param {Folder} base
 * @param {string} path
 * @param {boolean} follow a link at the end
 * @returns {Place & { slash: boolean }}
 */
export function walk(base, path, follow) {
  check(path, PATH_BYTES);
  const above = [base];
  const names = namesOf(path);
  let slash = path.endsWith('/');
  let links = 0;
  for (;;) {
    const folder = /** @type {Folder} */ (above.at(-1));
    const name = names.shift() ?? '.';
    const last = names.length === 0;
    if (name === '.' || name === '..') {
      if (name === '..') {
        if (above.length === 1) refuse(PERM);
        above.pop();
      }
      if (!last) continue;
      const here = /** @type {Folder} */ (above.at(-1));
      return { folder: here, name: '.', node: here, slash };
    }
    const node = entry(folder, name);
    if (node instanceof Symlink && (!last || follow || slash)) {
      if ((links += 1) > MOST_LINKS) refuse(LOOP);
      names.unshift(...namesOf(node.target));
      slash ||= last && node.target.endsWith('/');
      continue;
    }
    if (last) return { folder, name, node, slash };
    above.push(folderIn(node));
  }
}

/**
 * What is there.
 *
 * @param {Folder} base
 * @param {string} path
 * @param {boolean} follow
 */
export function find(base, path, follow) {
  const { node, slash } = walk(base, path, follow);
  return slash ? folderIn(node) : (node ?? refuse(NOENT));
}

/**
 * The place that a path names, for a call that changes it: links are followed up
 * to it. With a slash at its end, a path names the `.` in what it leads to.
 *
 * @param {Folder} base
 * @param {string} path
 * @returns {Place}
 */
export function place(base, path) {
  check(path, Infinity);
  const [, above, last] = /** @type {RegExpExecArray} */ (/^([^]*\/)?([^/]*)$/.exec(path));
  if (last === '' || last === '..' || (last === '.' && above)) {
    const folder = folderIn(walk(base, path, true).node);
    return { folder, name: '.', node: folder };
  }
  const folder = above === undefined ? base : folderIn(walk(base, above, true).node);
  return { folder, name: last, node: last === '.' ? folder : entry(folder, last) };
}

/** @param {string} path */
export const withoutSlashes = (path) => path.replace(/(?<=[^])\/+$/, '');

/**
 * @param {string} path
 * @param {number} most bytes
 */
function check(path, most) {
  if (path.includes('\0')) refuse(INVAL);
  if (path === '') refuse(NOENT);
  if (encoder.encode(path).length > most) refuse(NAMETOOLONG);
}

/** @param {string} path */
function namesOf(path) {
  if (path.startsWith('/')) refuse(PERM);
  return path.split('/').filter((name) => name !== '');
}

/**
 * @param {Folder} folder
 * @param {string} name
 */
function entry(folder, name) {
  if (encoder.encode(name).length > NAME_BYTES) refuse(NAMETOOLONG);
  return folder.entries.get(name);
}

/** @param {Node | undefined} node */
function folderIn(node) {
  return node instanceof Folder ? node : refuse(node ? NOTDIR : NOENT);
}
