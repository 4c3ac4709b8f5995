import { Input, OpenFile, Output } from './descriptors.js';
import { BADF, INVAL, NOTSUP, PERM, SPIPE, refuse, within } from './errno.js';

const APPEND = 1;
/** `dsync`, `rsync` and `sync`: there is nothing that data could be safer in. */
export const SYNCS = 2 | 8 | 16;

const MOST_ADVICE = 5;
const MOST_WHENCE = 2;
export const MOST_FDFLAGS = 31;

/** The largest place in a file. */
const MOST_POSITION = (1n << 63n) - 1n;

/** Reading, writing and the places in files. @param {import('./system.js').System} system */
export function fileCalls({ memory, descriptors, clock }) {
  /** @param {bigint} position */
  const place = (position) => (BigInt.asUintN(64, position) > MOST_POSITION ? refuse(INVAL) : Number(position));

  /**
   * @param {OpenFile} file
   * @param {bigint} from
   * @param {Iterable<Uint8Array>} buffers
   */
  function read(file, from, buffers) {
    const start = place(from);
    if (!file.readable) refuse(BADF);
    let sum = 0;
    for (const buffer of buffers) {
      const bytes = file.node.read(start + sum, buffer.length);
      buffer.set(bytes);
      sum += bytes.length;
      if (bytes.length < buffer.length) break;
    }
    return sum;
  }

  /**
   * @param {OpenFile} file
   * @param {bigint} to
   * @param {Iterable<Uint8Array>} buffers
   */
  function write(file, to, buffers) {
    const start = file.flags & APPEND ? file.node.size : place(to);
    if (!file.writable) refuse(BADF);
    let sum = 0;
    for (const buffer of buffers) {
      file.node.write(start + sum, buffer);
      sum += buffer.length;
    }
    if (sum > 0) file.node.mtim = file.node.ctim = clock.realtime();
    return sum;
  }

  return {
    /**
     * @param {number} fd
     * @param {number} iovs
     * @param {number} count
     * @param {number} nread
     */
    fd_read(fd, iovs, count, nread) {
      const from = descriptors.get(fd);
      let sum = 0;
      if (from instanceof OpenFile) {
        sum = read(from, from.position, memory.vector(iovs, count));
        from.position += BigInt(sum);
      } else if (from instanceof Input) {
        for (const buffer of memory.vector(iovs, count)) {
          if (buffer.length === 0) continue;
          const bytes = from.read(buffer.length);
          buffer.set(bytes);
          sum = bytes.length;
          // Another read might have to wait.
          break;
        }
      } else refuse(BADF);
      memory.setU32(nread, sum);
    },
    /**
     * @param {number} fd
     * @param {number} iovs
     * @param {number} count
     * @param {bigint} offset
     * @param {number} nread
     */
    fd_pread(fd, iovs, count, offset, nread) {
      const from = descriptors.get(fd);
      if (from instanceof Input) refuse(SPIPE);
      memory.setU32(nread, read(descriptors.file(fd), offset, memory.vector(iovs, count)));
    },
    /**
     * @param {number} fd
     * @param {number} iovs
     * @param {number} count
     * @param {number} nwritten
     */
    fd_write(fd, iovs, count, nwritten) {
      const to = descriptors.get(fd);
      let sum = 0;
      if (to instanceof OpenFile) {
        sum = write(to, to.position, memory.vector(iovs, count));
        to.position = to.flags & APPEND ? BigInt(to.node.size) : to.position + BigInt(sum);
      } else if (to instanceof Output) {
        for (const buffer of memory.vector(iovs, count)) {
          // A copy: the guest goes on writing to its own.
          if (buffer.length > 0) to.write(new Uint8Array(buffer));
          sum += buffer.length;
        }
      } else refuse(BADF);
      memory.setU32(nwritten, sum);
    },
    /**
     * @param {number} fd
     * @param {number} iovs
     * @param {number} count
     * @param {bigint} offset
     * @param {number} nwritten
     */
    fd_pwrite(fd, iovs, count, offset, nwritten) {
      const to = descriptors.get(fd);
      if (to instanceof Output) refuse(SPIPE);
      memory.setU32(nwritten, write(descriptors.file(fd), offset, memory.vector(iovs, count)));
    },
    /**
     * @param {number} fd
     * @param {bigint} offset
     * @param {number} whence
     * @param {number} position
     */
    fd_seek(fd, offset, whence, position) {
      const file = descriptors.seekable(fd);
      within(whence, MOST_WHENCE);
      const to = offset + [0n, file.position, BigInt(file.node.size)][whence];
      if (to < 0n || to !== BigInt.asUintN(64, to)) refuse(INVAL);
      file.position = to;
      memory.setU64(position, to);
    },
    /**
     * @param {number} fd
     * @param {number} position
     */
    fd_tell(fd, position) {
      memory.setU64(position, descriptors.seekable(fd).position);
    },
    /**
     * @param {number} fd
     * @param {bigint} _offset
     * @param {bigint} _len
     * @param {number} advice
     */
    fd_advise(fd, _offset, _len, advice) {
      descriptors.file(fd);
      within(advice, MOST_ADVICE);
    },
    /** @param {number} fd */
    fd_allocate(fd) {
      descriptors.file(fd);
      refuse(NOTSUP);
    },
    /** @param {number} fd */
    fd_datasync(fd) {
      descriptors.file(fd);
    },
    /** @param {number} fd */
    fd_sync(fd) {
      descriptors.file(fd);
    },
    /**
     * @param {number} fd
     * @param {number} flags
     */
    fd_fdstat_set_flags(fd, flags) {
      const file = descriptors.file(fd);
      within(flags, MOST_FDFLAGS);
      if (flags & SYNCS) refuse(INVAL);
      file.flags = flags;
    },
    /**
     * @param {number} fd
     * @param {bigint} size
     */
    fd_filestat_set_size(fd, size) {
      const file = descriptors.file(fd);
      if (file.readOnly) refuse(PERM);
      if (!file.writable) refuse(INVAL);
      file.node.resize(place(size));
      file.node.mtim = file.node.ctim = clock.realtime();
    },
  };
}
