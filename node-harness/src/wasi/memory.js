import { fail } from '../core/error.js';
import { view } from '../core/view.js';
import { ILSEQ, refuse } from './errno.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The memory of a guest, as calls read and write it.
 *
 * A pointer that leads out of it ends the guest, as the documents of preview 1
 * have it: what is thrown here goes through the guest to whoever called it.
 */
export class GuestMemory {
  #guest;

  /** @param {any} guest whose `memory` is there before it calls */
  constructor(guest) {
    this.#guest = guest;
  }

  /**
   * A view for use at once: the next call may grow the memory.
   *
   * @param {number} ptr
   * @param {number} len
   */
  bytes(ptr, len) {
    if (!this.#guest.memory) fail('ERR_WASI_NO_MEMORY');
    const start = ptr >>> 0;
    return view(this.#guest, ptr, len, 'a call of WASI').subarray(start, start + (len >>> 0));
  }

  /**
   * @param {number} ptr
   * @param {number} len
   */
  #view(ptr, len) {
    const { buffer, byteOffset } = this.bytes(ptr, len);
    return new DataView(buffer, byteOffset, len);
  }

  /** @param {number} ptr */
  u8(ptr) {
    return this.#view(ptr, 1).getUint8(0);
  }

  /** @param {number} ptr */
  u16(ptr) {
    return this.#view(ptr, 2).getUint16(0, true);
  }

  /** @param {number} ptr */
  u32(ptr) {
    return this.#view(ptr, 4).getUint32(0, true);
  }

  /** @param {number} ptr */
  u64(ptr) {
    return this.#view(ptr, 8).getBigUint64(0, true);
  }

  /**
   * @param {number} ptr
   * @param {number} value
   */
  setU32(ptr, value) {
    this.#view(ptr, 4).setUint32(0, value, true);
  }

  /**
   * @param {number} ptr
   * @param {bigint} value
   */
  setU64(ptr, value) {
    this.#view(ptr, 8).setBigUint64(0, value, true);
  }

  /**
   * @param {number} ptr
   * @param {Uint8Array} bytes
   */
  set(ptr, bytes) {
    this.bytes(ptr, bytes.length).set(bytes);
  }

  /**
   * A record: what `write` writes to `len` bytes, which are 0 otherwise.
   *
   * @param {number} ptr
   * @param {number} len
   * @param {(record: DataView) => void} write
   */
  record(ptr, len, write) {
    this.bytes(ptr, len).fill(0);
    write(this.#view(ptr, len));
  }

  /**
   * @param {number} ptr
   * @param {number} len
   */
  text(ptr, len) {
    // A decoder takes no bytes that are shared.
    const bytes = this.bytes(ptr, len).slice();
    try {
      return decoder.decode(bytes);
    } catch {
      return refuse(ILSEQ);
    }
  }

  /**
   * The buffers of a vector, an `iovec` or a `ciovec` each: a view at a time.
   *
   * @param {number} ptr
   * @param {number} count
   */
  *vector(ptr, count) {
    for (let i = 0; i < count >>> 0; i += 1) {
      const at = (ptr >>> 0) + 8 * i;
      yield this.bytes(this.u32(at), this.u32(at + 4));
    }
  }
}
