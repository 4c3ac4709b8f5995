import { OpenFolder } from './descriptors.js';
import { BADF, INVAL, NAMETOOLONG, NOTDIR, NOTSUP, PERM, refuse, within } from './errno.js';

const encoder = new TextEncoder();

/** `fstflags`. */
const ATIM = 1;
const ATIM_NOW = 2;
const MTIM = 4;
const MTIM_NOW = 8;
const MOST_FSTFLAGS = 15;

/**
 * Writes a `filestat`.
 *
 * @param {import('./memory.js').GuestMemory} memory
 * @param {number} ptr
 * @param {import('./nodes.js').Node | undefined} node nothing for a standard stream
 */
export function tell(memory, ptr, node) {
  memory.record(ptr, 64, (stat) => {
    if (!node) return;
    stat.setBigUint64(0, 1n, true);
    stat.setBigUint64(8, node.ino, true);
    stat.setUint8(16, node.type);
    stat.setBigUint64(24, BigInt(node.links), true);
    stat.setBigUint64(32, BigInt(node.size), true);
    stat.setBigUint64(40, node.atim, true);
    stat.setBigUint64(48, node.mtim, true);
    stat.setBigUint64(56, node.ctim, true);
  });
}

/**
 * What sets times as the flags say, which are refused at once if they say two
 * things.
 *
 * @param {bigint} atim
 * @param {bigint} mtim
 * @param {number} flags
 * @param {bigint} now
 */
export function timing(atim, mtim, flags, now) {
  within(flags, MOST_FSTFLAGS);
  if ((flags & ATIM && flags & ATIM_NOW) || (flags & MTIM && flags & MTIM_NOW)) refuse(INVAL);
  return (/** @type {import('./nodes.js').Node} */ node) => {
    if (flags & (ATIM | ATIM_NOW)) node.atim = flags & ATIM ? BigInt.asUintN(64, atim) : now;
    if (flags & (MTIM | MTIM_NOW)) node.mtim = flags & MTIM ? BigInt.asUintN(64, mtim) : now;
    node.ctim = now;
  };
}

/** Descriptors themselves, and what is known about them. @param {import('./system.js').System} system */
export const aboutCalls = ({ memory, descriptors, clock }) => ({
  /** @param {number} fd */
  fd_close(fd) {
    descriptors.close(fd);
  },
  /**
   * @param {number} from
   * @param {number} to
   */
  fd_renumber(from, to) {
    descriptors.renumber(from, to);
  },
  /**
   * @param {number} fd
   * @param {number} ptr
   */
  fd_fdstat_get(fd, ptr) {
    const { type, flags, rights, inheriting } = descriptors.get(fd);
    memory.record(ptr, 24, (stat) => {
      stat.setUint8(0, type);
      stat.setUint16(2, flags, true);
      stat.setBigUint64(8, rights, true);
      stat.setBigUint64(16, inheriting, true);
    });
  },
  /** @param {number} fd */
  fd_fdstat_set_rights(fd) {
    descriptors.fileOrFolder(fd);
    refuse(NOTSUP);
  },
  /**
   * @param {number} fd
   * @param {number} ptr
   */
  fd_filestat_get(fd, ptr) {
    const about = descriptors.get(fd);
    tell(memory, ptr, 'node' in about ? about.node : undefined);
  },
  /**
   * @param {number} fd
   * @param {bigint} atim
   * @param {bigint} mtim
   * @param {number} flags
   */
  fd_filestat_set_times(fd, atim, mtim, flags) {
    const set = timing(atim, mtim, flags, clock.realtime());
    const { node, readOnly } = descriptors.fileOrFolder(fd);
    if (readOnly) refuse(PERM);
    set(node);
  },
  /**
   * @param {number} fd
   * @param {number} ptr
   */
  fd_prestat_get(fd, ptr) {
    const folder = descriptors.get(fd);
    const name = folder instanceof OpenFolder ? folder.granted : undefined;
    if (name === undefined) return refuse(BADF);
    // The tag is 0: a folder, which is all that there is.
    memory.record(ptr, 8, (stat) => stat.setUint32(4, encoder.encode(name).length, true));
  },
  /**
   * @param {number} fd
   * @param {number} ptr
   * @param {number} len
   */
  fd_prestat_dir_name(fd, ptr, len) {
    const folder = descriptors.get(fd);
    const name = folder instanceof OpenFolder ? folder.granted : undefined;
    if (name === undefined) return refuse(NOTDIR);
    const bytes = encoder.encode(name);
    if (bytes.length > len >>> 0) refuse(NAMETOOLONG);
    memory.set(ptr, bytes);
  },
});
