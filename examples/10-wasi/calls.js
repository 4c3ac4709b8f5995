/**
 * The parameters of each call, and what it reads from memory and writes to it: fields, with who wrote them. `u32` reads
 * the memory; `counts` lasts from call to call.
 */
const DIRENT = 24;

const sizes = (of, count, bytes) => ({
  params: [count, bytes],
  *fields([first, second], u32, counts) {
    counts[of] = { count: u32(first), bytes: u32(second) };
    yield { at: first, type: 'u32', name: count, by: 'host' };
    yield { at: second, type: 'u32', name: bytes, by: 'host' };
  },
});

/** As many strings as were counted: pointers, and what they point to. */
const strings = (of) => ({
  params: [of, `${of}_buf`],
  *fields([pointers, buffer], u32, counts) {
    const { count, bytes } = counts[of];
    for (let i = 0; i < count; i++) {
      const at = u32(pointers + 4 * i);
      const end = i + 1 < count ? u32(pointers + 4 * (i + 1)) : buffer + bytes;
      yield { at: pointers + 4 * i, type: 'pointer', name: `${of}[${i}]`, by: 'host' };
      yield { at, type: 'text', length: end - at, by: 'host' };
    }
  },
});

export const calls = {
  args_sizes_get: sizes('argv', 'argc', 'argv_buf_size'),
  args_get: strings('argv'),
  environ_sizes_get: sizes('environ', 'count', 'size'),
  environ_get: strings('environ'),
  fd_write: {
    params: ['fd', 'iovs', 'iovs_len', 'nwritten'],
    *fields([, iovs, length, nwritten], u32) {
      for (let i = 0; i < length; i++) {
        const at = iovs + 8 * i;
        yield { at, type: 'pointer', name: `iovs[${i}].buf`, by: 'guest' };
        yield { at: at + 4, type: 'u32', name: `iovs[${i}].buf_len`, by: 'guest' };
        yield { at: u32(at), type: 'text', length: u32(at + 4), by: 'guest' };
      }
      yield { at: nwritten, type: 'u32', name: 'nwritten', by: 'host' };
    },
  },
  clock_res_get: {
    params: ['id', 'resolution'],
    *fields([, at]) {
      yield { at, type: 'u64', name: 'resolution', by: 'host' };
    },
  },
  fd_readdir: {
    params: ['fd', 'buf', 'buf_len', 'cookie', 'used'],
    *fields([, buffer, , , used], u32) {
      yield { at: used, type: 'u32', name: 'used', by: 'host' };
      const end = buffer + u32(used);
      for (let at = buffer; at < end; ) {
        const length = at + DIRENT <= end ? u32(at + 16) : Infinity;
        if (at + DIRENT + length > end) {
          yield { at, type: 'bytes', length: end - at, name: 'cut off', by: 'host' };
          return;
        }
        yield { at, type: 'u64', name: 'd_next', by: 'host' };
        yield { at: at + 8, type: 'u64', name: 'd_ino', by: 'host' };
        yield { at: at + 16, type: 'u32', name: 'd_namlen', by: 'host' };
        yield { at: at + 20, type: 'u8', name: 'd_type', by: 'host' };
        yield { at: at + 21, type: 'bytes', length: 3, name: 'padding', by: 'host' };
        yield { at: at + DIRENT, type: 'text', length, by: 'host' };
        at += DIRENT + length;
      }
    },
  },
};
