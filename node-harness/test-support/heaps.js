import '../src/explain/index.js';
import { bump, check, fast } from '../src/heap/index.js';

export const PAGE = 65536;

/** What every heap keeps to, and what only some do. */
export const HEAPS = [
  { name: 'bump', make: bump, knowsBlocks: false, joins: false },
  { name: 'fast', make: fast, knowsBlocks: true, joins: true },
  { name: 'check', make: check, knowsBlocks: true, joins: false },
];

/**
 * A heap that begins at `base` in a memory of its own.
 *
 * @param {typeof fast} make
 * @param {number} base
 * @param {WebAssembly.MemoryDescriptor} [descriptor]
 * @param {import('../src/core/heap.js').Limits} [limits]
 */
export function heapAt(make, base, descriptor = { initial: 1 }, limits) {
  const memory = new WebAssembly.Memory(descriptor);
  const heap = make(memory, limits);
  heap.open(base);
  return { heap, memory, pages: () => memory.buffer.byteLength / PAGE };
}

/**
 * Is every byte `fill`? Faster than `every`, which calls a function for each.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} ptr
 * @param {number} size
 * @param {number} fill
 */
export function isFilled(memory, ptr, size, fill) {
  const bytes = new Uint8Array(memory.buffer, ptr, size);
  for (let i = 0; i < size; i += 1) if (bytes[i] !== fill) return false;
  return true;
}
