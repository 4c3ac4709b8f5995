import './explain/index.js';
import { part } from './core/view.js';

const ROW_LEN_BYTES = 16;

/**
 * Guest memory in the classic layout: address, sixteen bytes, and what they are
 * in ASCII, with a dot for everything that is not printable.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} ptr
 * @param {number} [lenBytes]
 */
export function hexdump(memory, ptr, lenBytes = 64) {
  return hexRows(part({ memory }, ptr, lenBytes, 'hexdump'), ptr >>> 0).join('\n');
}

/**
 * The rows of such a dump.
 *
 * @param {Uint8Array} bytes
 * @param {number} addr of the first one
 */
export function hexRows(bytes, addr) {
  const rows = [];
  for (let at = 0; at < bytes.length; at += ROW_LEN_BYTES) {
    rows.push(row(addr + at, bytes.subarray(at, at + ROW_LEN_BYTES)));
  }
  return rows;
}

/**
 * @param {number} addr
 * @param {Uint8Array} bytes at most sixteen
 */
function row(addr, bytes) {
  const cells = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const left = cells.slice(0, 8).join(' ').padEnd(23);
  const right = cells.slice(8).join(' ').padEnd(23);
  const ascii = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
  return `${addr.toString(16).padStart(8, '0')}  ${left}  ${right}  |${ascii}|`;
}
