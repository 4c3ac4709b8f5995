import { HarnessError } from './harness-error.js';
import { hex } from './hex.js';

const names = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A cursor over a stretch of a module's bytes. It reads what the binary format
 * of the WebAssembly specification (chapter 5) calls bytes, LEB128 integers and
 * names. Every read either moves the cursor forward or throws, so a loop over
 * hostile bytes ends.
 */
export class ByteReader {
  #bytes;
  #pos;
  #end;
  #moduleName;

  /**
   * @param {Uint8Array} bytes the whole module
   * @param {string} moduleName what error texts call the module
   * @param {number} start
   * @param {number} end one past the last readable byte
   */
  constructor(bytes, moduleName, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#moduleName = moduleName;
    this.#pos = start;
    this.#end = end;
  }

  get atEnd() {
    return this.#pos === this.#end;
  }

  /**
   * @param {string} cause a clause that continues "… is malformed at byte N: "
   * @returns {never}
   */
  fail(cause) {
    throw new HarnessError(
      'ERR_MALFORMED_MODULE',
      `${this.#moduleName} is malformed at byte ${hex(this.#pos)}: ${cause}. ` +
        'The file is cut short or damaged; build or copy it again.',
    );
  }

  /** @param {string} what names the item in an error */
  byte(what) {
    if (this.#pos >= this.#end) this.fail(`${what} is missing`);
    return this.#bytes[this.#pos++];
  }

  /**
   * An unsigned LEB128 integer of at most `bits` bits. Above 2^53 the answer is
   * rounded, which is good enough to refuse it.
   *
   * @param {string} what
   * @param {32 | 64} bits
   */
  unsigned(what, bits = 32) {
    let value = 0;
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.byte(what);
      const payload = byte & 0x7f;
      // The last group of a 32-bit integer holds 4 bits, of a 64-bit one only 1.
      const room = bits - shift;
      if (room < 7 && payload >= 2 ** room) this.fail(`${what} does not fit ${bits} bits`);
      value += payload * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return this.fail(`${what} is longer than a ${bits}-bit integer may be`);
  }

  /**
   * Steps over one LEB128 integer of at most `bits` bits whose value does not
   * matter here.
   *
   * @param {string} what
   * @param {number} bits
   */
  skipInteger(what, bits) {
    for (let shift = 0; shift < bits; shift += 7) {
      if (this.byte(what) < 0x80) return;
    }
    this.fail(`${what} is longer than a ${bits}-bit integer may be`);
  }

  /**
   * A signed LEB128 integer of at most `bits` bits, up to 53 so that the answer
   * is exact.
   *
   * @param {string} what
   * @param {number} bits
   */
  signed(what, bits) {
    let value = 0;
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.byte(what);
      // The highest bit of the last group is the sign.
      const negative = byte < 0x80 && (byte & 0x40) !== 0;
      value += ((byte & 0x7f) - (negative ? 0x80 : 0)) * 2 ** shift;
      if (byte >= 0x80) continue;
      if (value < -(2 ** (bits - 1)) || value >= 2 ** (bits - 1)) this.fail(`${what} does not fit ${bits} bits`);
      return value;
    }
    return this.fail(`${what} is longer than a ${bits}-bit integer may be`);
  }

  /** @param {string} what */
  name(what) {
    const length = this.unsigned(`the length of ${what}`);
    const bytes = this.#take(length, what);
    try {
      return names.decode(bytes);
    } catch {
      return this.fail(`${what} is not UTF-8`);
    }
  }

  /**
   * A reader over the next `length` bytes; this one continues after them.
   *
   * @param {number} length
   * @param {string} what
   */
  section(length, what) {
    const start = this.#pos;
    this.#take(length, what);
    return new ByteReader(this.#bytes, this.#moduleName, start, start + length);
  }

  /**
   * @param {number} length
   * @param {string} what
   */
  #take(length, what) {
    const left = this.#end - this.#pos;
    if (length > left) this.fail(`${what} wants ${length} bytes where ${left} are left`);
    this.#pos += length;
    return this.#bytes.subarray(this.#pos - length, this.#pos);
  }
}
