import { hex } from '../hex.js';
import { counted } from './counted.js';

/**
 * What lies at an address, as far as the heap can tell.
 *
 * @param {number} addr
 * @param {import('../full.js').Guest} guest
 */
export function placeOf(addr, { heap, exports }) {
  for (const { ptr, size } of heap.blocks()) {
    if (addr >= ptr && addr < ptr + size) return `in the block of ${counted(size, 'byte')} at ${hex(ptr)}`;
    // The last bytes of what a block takes up, beyond what was asked for.
    if (addr >= ptr && addr < ptr + Math.ceil(size / 16) * 16) return `past the end of the block of ${counted(size, 'byte')} at ${hex(ptr)}`;
  }
  for (const { ptr, size } of heap.holes()) {
    if (addr >= ptr && addr < ptr + size) return 'in a free part of the heap';
  }
  const base = exports.__heap_base?.value;
  return base === undefined || addr >= base ? 'in no block of the heap' : 'in the stack or in statics';
}
