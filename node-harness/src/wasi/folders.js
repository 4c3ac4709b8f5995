const encoder = new TextEncoder();

/** The bytes of a `dirent`, behind which the name comes. */
const DIRENT_LEN = 24;

/** Listing. @param {import('./system.js').System} system */
export const folderCalls = ({ memory, descriptors }) => ({
  /**
   * @param {number} fd
   * @param {number} ptr
   * @param {number} len
   * @param {bigint} cookie
   * @param {number} used
   */
  fd_readdir(fd, ptr, len, cookie, used) {
    const { node } = descriptors.folder(fd);
    const room = memory.bytes(ptr, len);
    const entries = [['.', node], ['..', node], ...node.entries];
    let at = 0;
    // The number of the entry behind, which is where a next call may go on.
    let next = BigInt.asUintN(64, cookie);
    for (; next < entries.length && at < room.length; next += 1n) {
      const [name, entry] = /** @type {[string, import('./nodes.js').Node]} */ (entries[Number(next)]);
      const bytes = new Uint8Array(DIRENT_LEN + 3 * name.length);
      const { written } = encoder.encodeInto(name, bytes.subarray(DIRENT_LEN));
      const dirent = new DataView(bytes.buffer);
      dirent.setBigUint64(0, next + 1n, true);
      dirent.setBigUint64(8, entry.ino, true);
      dirent.setUint32(16, written, true);
      dirent.setUint8(20, entry.type);
      // An entry that does not fit is cut off, which says that there are more.
      const cut = bytes.subarray(0, Math.min(DIRENT_LEN + written, room.length - at));
      room.set(cut, at);
      at += cut.length;
    }
    memory.setU32(used, at);
  },
});
