import { BADF, SPIPE, refuse } from './errno.js';
import { File, Folder, UNKNOWN } from './nodes.js';

/** The bits of `rights` that decide anything here, and sets of those that are told. */
export const FD_READ = 1n << 1n;
export const FD_WRITE = 1n << 6n;
const FD_SEEK = 1n << 2n;
const FD_READDIR = 1n << 14n;
const PATH_FILESTAT_SET_SIZE = 1n << 19n;
const FD_FILESTAT_SET_SIZE = 1n << 22n;
const EVERY_RIGHT = (1n << 30n) - 1n;
/** What programs expect of a granted folder: every call for paths and folders, … */
const GRANTED = 0x7b7_fe00n;
/** … and what can be done with the files in it. */
const GRANTED_INHERITING = 0xff7_ffffn;

/** Where a program's standard input comes from: up to `most` bytes, none at the end. @typedef {(most: number) => Uint8Array} Source */
/** Where its standard output or error goes to. @typedef {(bytes: Uint8Array<ArrayBuffer>) => void} Sink */

/** Standard input. */
export class Input {
  type = UNKNOWN;
  flags = 0;
  rights = FD_READ;
  inheriting = FD_READ;

  /** @param {Source} read */
  constructor(read) {
    this.read = read;
  }
}

/** Standard output or error. */
export class Output {
  type = UNKNOWN;
  flags = 0;
  rights = FD_WRITE;
  inheriting = FD_WRITE;

  /** @param {Sink} write */
  constructor(write) {
    this.write = write;
  }
}

export class OpenFile {
  position = 0n;

  /**
   * @param {File} node
   * @param {{ readable: boolean, writable: boolean, readOnly: boolean, flags: number }} mode `readOnly` if its folder was granted so
   */
  constructor(node, { readable, writable, readOnly, flags }) {
    this.node = node;
    this.readable = readable;
    this.writable = writable;
    this.readOnly = readOnly;
    this.flags = flags;
  }

  get type() {
    return this.node.type;
  }

  get rights() {
    return EVERY_RIGHT & ~(this.readable ? 0n : FD_READ | FD_READDIR) & ~(this.writable ? 0n : FD_WRITE);
  }

  get inheriting() {
    return this.rights;
  }
}

export class OpenFolder {
  flags = 0;

  /**
   * @param {Folder} node
   * @param {boolean} readOnly
   * @param {string} [granted] its name, if it was granted
   */
  constructor(node, readOnly, granted) {
    this.node = node;
    this.readOnly = readOnly;
    this.granted = granted;
  }

  get type() {
    return this.node.type;
  }

  get rights() {
    if (this.granted !== undefined) return GRANTED;
    return EVERY_RIGHT & ~(FD_SEEK | FD_WRITE | FD_FILESTAT_SET_SIZE | PATH_FILESTAT_SET_SIZE);
  }

  get inheriting() {
    return this.granted === undefined ? this.rights : GRANTED_INHERITING;
  }
}

/** @typedef {Input | Output | OpenFile | OpenFolder} Descriptor */

/** What a program has open, by number. */
export class Descriptors {
  /** @type {(Descriptor | undefined)[]} */
  #open;

  /** @param {Descriptor[]} open */
  constructor(open) {
    this.#open = open;
  }

  /** @param {number} fd */
  get(fd) {
    return this.#open[fd] ?? refuse(BADF);
  }

  /** @param {number} fd */
  file(fd) {
    const found = this.get(fd);
    return found instanceof OpenFile ? found : refuse(BADF);
  }

  /** @param {number} fd */
  folder(fd) {
    const found = this.get(fd);
    return found instanceof OpenFolder ? found : refuse(BADF);
  }

  /** @param {number} fd */
  fileOrFolder(fd) {
    const found = this.get(fd);
    return found instanceof OpenFile || found instanceof OpenFolder ? found : refuse(BADF);
  }

  /**
   * A file that has places in it.
   *
   * @param {number} fd
   */
  seekable(fd) {
    const found = this.get(fd);
    return found instanceof Input || found instanceof Output ? refuse(SPIPE) : this.file(fd);
  }

  /**
   * The highest number that was given back, or else the next one.
   *
   * @param {Descriptor} descriptor
   */
  add(descriptor) {
    const hole = this.#open.lastIndexOf(undefined);
    const fd = hole < 0 ? this.#open.length : hole;
    this.#open[fd] = descriptor;
    return fd;
  }

  /** @param {number} fd */
  close(fd) {
    this.get(fd);
    this.#open[fd] = undefined;
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  renumber(from, to) {
    const moved = this.get(from);
    this.get(to);
    this.#open[from] = undefined;
    this.#open[to] = moved;
  }
}
