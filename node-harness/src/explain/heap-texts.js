import { hex } from '../hex.js';

/**
 * The whole text of each error of a heap, from its details. Those of `check`
 * begin with the address and the size of the block, and end with the stacks that
 * allocated and freed it.
 *
 * @type {Record<string, (...details: any[]) => string>}
 */
export const HEAP_TEXTS = {
  ERR_HEAP_NOT_OPEN: (caller, size) =>
    `env.${caller}(${size}) was called while the guest's \`__heap_base\` is not known. Either its start function ` +
    'called it, during instantiation: allocate in an exported function instead. Or the guest exports ' +
    'no such global: link it with --export=__heap_base.',

  ERR_NOT_A_BLOCK: (caller, ptr, blockPtr, size, allocated, freed) =>
    blockPtr === undefined
      ? `the guest called env.${caller}(${hex(ptr)}), which is not a live block: it was never given out, or ` +
        'it was freed already. Pass exactly what env.malloc or env.realloc returned, once.'
      : `the guest called env.${caller}(${hex(ptr)}), which is not the address of a block: it is ` +
        `${placeIn((ptr >>> 0) - blockPtr, size)} ${freed === undefined ? 'the' : 'the freed'} ${block(blockPtr, size)}. ` +
        `Pass exactly what env.malloc or env.realloc returned.${stacks(allocated, freed)}`,

  ERR_OVERRUN: (ptr, size, at, byte, finder, allocated) =>
    `the guest wrote beyond the end of its ${block(ptr, size)}: ${hex(byte)} at ${hex(at)}, ` +
    `${placeIn(at - ptr, size)} it, as ${finder} found. Allocate more there, or write less.${stacks(allocated)}`,

  ERR_UNDERRUN: (ptr, size, at, byte, finder, allocated) =>
    `the guest wrote before the beginning of its ${block(ptr, size)}: ${hex(byte)} at ${hex(at)}, ` +
    `${placeIn(at - ptr, size)} it, as ${finder} found. Look for an index below 0.${stacks(allocated)}`,

  ERR_USE_AFTER_FREE: (ptr, size, at, byte, finder, allocated, freed) =>
    `the guest wrote to its ${block(ptr, size)} after it had freed it: ${hex(byte)} at ${hex(at)}, ` +
    `${placeIn(at - ptr, size)} it, as ${finder} found. Free it later, or drop the pointer with it.${stacks(allocated, freed)}`,

  ERR_DOUBLE_FREE: (ptr, size, allocated, freed) =>
    `the guest freed its ${block(ptr, size)} twice. Let one place own it, and free it there.${stacks(allocated, freed)}`,

  ERR_REALLOC_FREED: (ptr, size, allocated, freed) =>
    `the guest called env.realloc for its ${block(ptr, size)} after it had freed it. Free it later, or drop the ` +
    `pointer with it; what env.realloc was given is freed, too.${stacks(allocated, freed)}`,

  ERR_SIZE_MISMATCH: (ptr, size, given, allocated) =>
    `the guest freed its ${block(ptr, size)} as one of ${bytes(given)}. Pass the size that was asked for last, ` +
    `by env.malloc or env.realloc.${stacks(allocated)}`,
};

/** @param {number} count */
const bytes = (count) => `${count} ${count === 1 ? 'byte' : 'bytes'}`;

/** @param {number} ptr @param {number} size */
const block = (ptr, size) => `block of ${bytes(size)} at ${hex(ptr)}`;

/** Where an address is, seen from a block. @param {number} offset @param {number} size */
function placeIn(offset, size) {
  if (offset < 0) return `${bytes(-offset)} before`;
  return offset < size ? `${bytes(offset)} into` : `${bytes(offset - size + 1)} past the end of`;
}

/** @param {string} allocated @param {string} [freed] */
const stacks = (allocated, freed) =>
  `\nallocated\n${allocated}` + (freed === undefined ? '' : `\nfreed\n${freed}`);
