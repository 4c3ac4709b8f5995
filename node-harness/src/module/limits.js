/** @typedef {import('../byte-reader.js').ByteReader} ByteReader */

/**
 * The size of a memory in pages of 64 KiB, or of a table in elements.
 *
 * @typedef {object} Limits
 * @property {number} initial
 * @property {number} [maximum] absent when the module states none
 * @property {boolean} shared between threads
 * @property {boolean} is64 addressed with 64 bits
 */

const HAS_MAXIMUM = 1;
const SHARED = 2;
const ADDRESS_64 = 4;

/**
 * Format: WebAssembly specification, section 5.3.9 "Limits"; the bits for shared
 * and 64-bit memories are those of the proposals threads and memory64.
 *
 * @param {ByteReader} reader
 * @param {'memory' | 'table'} what
 * @returns {Limits}
 */
export function readLimits(reader, what) {
  const flags = reader.byte(`the limits of a ${what}`);
  if (flags > (HAS_MAXIMUM | SHARED | ADDRESS_64)) {
    reader.fail(`${flags} is not a flag byte that this harness knows for the limits of a ${what}`);
  }
  const bits = flags & ADDRESS_64 ? 64 : 32;
  const limits = {
    initial: reader.unsigned(`the initial size of a ${what}`, bits),
    shared: (flags & SHARED) !== 0,
    is64: bits === 64,
  };
  if (!(flags & HAS_MAXIMUM)) return limits;
  return { ...limits, maximum: reader.unsigned(`the maximum size of a ${what}`, bits) };
}
