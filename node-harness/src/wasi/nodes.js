import { fail } from '../core/error.js';
import { FBIG, refuse } from './errno.js';

/** The types of files in `wasi_snapshot_preview1.witx`. */
export const UNKNOWN = 0;
export const DIRECTORY = 3;
export const REGULAR_FILE = 4;
export const SYMBOLIC_LINK = 7;

/** What a file can have: beyond this, no engine makes an array. */
const MOST_BYTES = 2 ** 31 - 1;

const encoder = new TextEncoder();

/** A symbolic link among the files that a host gives. */
export class Link {
  /** @param {string} target as the guest reads it */
  constructor(target) {
    this.target = target;
  }
}

/**
 * Files as a host gives them, and gets them back: names and what they name, which
 * is a file's contents, a folder or a link.
 *
 * @typedef {{ [name: string]: string | Uint8Array | Link | Files }} Files
 */

/** @typedef {File | Folder | Symlink} Node */

/** What a name in a folder leads to. Two names can lead to one file. */
class Inode {
  static #last = 0n;
  ino = (Inode.#last += 1n);
  links = 1;
  atim;
  mtim;
  ctim;

  /** @param {bigint} now */
  constructor(now) {
    this.atim = this.mtim = this.ctim = now;
  }
}

export class File extends Inode {
  type = REGULAR_FILE;
  size = 0;
  #room = new Uint8Array(0);

  /**
   * @param {number} from
   * @param {number} len
   */
  read(from, len) {
    return this.#room.subarray(Math.min(from, this.size), Math.min(from + len, this.size));
  }

  /**
   * @param {number} at
   * @param {Uint8Array} bytes
   */
  write(at, bytes) {
    if (bytes.length === 0) return;
    if (at + bytes.length > this.size) this.resize(at + bytes.length);
    this.#room.set(bytes, at);
  }

  /**
   * What is new is 0.
   *
   * @param {number} size
   */
  resize(size) {
    if (size > MOST_BYTES) refuse(FBIG);
    if (size > this.#room.length) {
      const room = new Uint8Array(Math.min(MOST_BYTES, Math.max(size, 2 * this.#room.length)));
      room.set(this.#room);
      this.#room = room;
    }
    this.#room.fill(0, size, this.size);
    this.size = size;
  }
}

export class Folder extends Inode {
  type = DIRECTORY;
  size = 0;
  /** @type {Map<string, Node>} */
  entries = new Map();
}

export class Symlink extends Inode {
  type = SYMBOLIC_LINK;

  /**
   * @param {bigint} now
   * @param {string} target
   */
  constructor(now, target) {
    super(now);
    this.target = target;
    this.size = encoder.encode(target).length;
  }
}

/**
 * @param {Files} files
 * @param {bigint} now
 * @param {string} path of the folder with a slash, for an error
 */
export function folderOf(files, now, path) {
  const folder = new Folder(now);
  for (const [name, value] of Object.entries(files)) {
    if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) fail('ERR_WASI_NAME', path + name);
    folder.entries.set(name, nodeOf(value, now, `${path}${name}`));
  }
  return folder;
}

/**
 * @param {Files[string]} value
 * @param {bigint} now
 * @param {string} path
 * @returns {Node}
 */
function nodeOf(value, now, path) {
  if (value instanceof Link) return new Symlink(now, value.target);
  if (typeof value === 'string' || value instanceof Uint8Array) {
    const file = new File(now);
    file.write(0, typeof value === 'string' ? encoder.encode(value) : value);
    return file;
  }
  if (typeof value === 'object' && value !== null) return folderOf(value, now, `${path}/`);
  return fail('ERR_WASI_CONTENTS', path, value === null ? 'null' : typeof value);
}

/**
 * The other way round; contents are bytes.
 *
 * @param {Folder} folder
 * @returns {Files}
 */
export function filesOf(folder) {
  // No prototype, so that a file may be called `__proto__`.
  /** @type {Files} */
  const files = Object.create(null);
  for (const [name, node] of folder.entries) {
    if (node instanceof Folder) files[name] = filesOf(node);
    else files[name] = node instanceof File ? node.read(0, node.size).slice() : new Link(node.target);
  }
  return files;
}
