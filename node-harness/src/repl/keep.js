import { isDeepStrictEqual } from 'node:util';

import { hex } from '../hex.js';
import { counted } from './counted.js';
import { IMAGE_LEN_BYTES, changes, imageOf } from './memory-diff.js';

/** @typedef {import('../full.js').Guest} Guest */
/** @typedef {import('../full.js').Options} Options */
/** @typedef {import('../module/signatures.js').Signatures} Signatures */
/** @typedef {import('./session.js').Build} Build */

/** What a linker may export to tell how it laid out memory. */
const LAYOUT = ['__data_end', '__heap_base', '__global_base'];

/**
 * Makes a guest of a new build with the state of the old one: its memory, its
 * heap, the objects that it has handles of, and its exported globals. The memory
 * is the same object, and has in it what the new build begins with, except for
 * the bytes that the old one had changed since it began.
 *
 * Addresses in that state mean the same only if the new build is laid out like
 * the old one, so without that nothing is kept.
 *
 * @param {Build} old
 * @param {Signatures} signatures of the new build
 * @param {NonNullable<Options['heap']>} makeHeap for after a reset
 * @param {(options: Options) => Build} load
 * @returns {{ build: Build, what: string } | { lost: string }} what was kept, or why nothing was
 */
export function keepState(old, signatures, makeHeap, load) {
  const { memory, heap } = old.guest;
  const reason = unfit(old, signatures);
  if (reason !== undefined) return { lost: reason };
  const state = imageOf(memory);
  const putBack = () => bytesOf(memory).set(state);
  let build;
  try {
    bytesOf(memory).fill(0);
    build = load(withStateOf(old, makeHeap));
  } catch (error) {
    putBack();
    throw error;
  }
  const moved = whatMoved(old.guest, build.guest);
  if (moved !== undefined) {
    putBack();
    return { lost: moved };
  }
  const changed = changes(old.startImage, state);
  for (const { start, end } of changed) bytesOf(memory).set(state.subarray(start, end), start);
  const kept = [
    counted(changed.reduce((sum, { start, end }) => sum + end - start, 0), 'changed byte'),
    counted(heap.stats().liveBlocks, 'block'),
    counted(keepGlobals(old.guest, build.guest), 'global'),
  ];
  return { build, what: kept.join(', ') };
}

/** @param {WebAssembly.Memory} memory */
const bytesOf = (memory) => new Uint8Array(memory.buffer);

/**
 * Why a new build cannot have the state of the old one, as far as that is known
 * before it is instantiated.
 *
 * @param {Build} old
 * @param {Signatures} next
 */
function unfit(old, next) {
  const [was, is] = [old.signatures, next].map(({ imports }) => imports.find(({ kind }) => kind === 'memory'));
  if (was === undefined) return 'the guest has a memory of its own';
  if (!isDeepStrictEqual(was, is)) return 'the new build imports another memory';
  if (old.guest.memory.buffer.byteLength > IMAGE_LEN_BYTES) return 'the memory has more than 256 MiB';
  return undefined;
}

/**
 * Why it cannot, when both are there.
 *
 * @param {Guest} old
 * @param {Guest} next
 */
function whatMoved(old, next) {
  const addressOf = (/** @type {Guest} */ { exports }, /** @type {string} */ name) => exports[name]?.value;
  const name = LAYOUT.find((name) => addressOf(old, name) !== addressOf(next, name));
  if (name === undefined) return undefined;
  const [was, is] = [old, next].map((guest) => addressOf(guest, name)).map((addr) => (addr === undefined ? 'not exported' : hex(addr)));
  return `${name} was ${was} and is ${is}`;
}

/**
 * What makes an instance go on with the memory, the heap and the handles of
 * another one: once, for after a `reset` it begins anew.
 *
 * @param {Build} old
 * @param {NonNullable<Options['heap']>} makeHeap
 * @returns {Options}
 */
function withStateOf({ guest: { memory, heap, handles }, signatures }, makeHeap) {
  const place = signatures.imports.find(({ kind }) => kind === 'memory');
  if (!place) return {};
  // The part of the heap opens it, and this one is open.
  const { open } = heap;
  heap.open = () => void (heap.open = open);
  let first = true;
  return {
    imports: { [place.module]: { [place.name]: memory } },
    parts: [
      (guest, { env }) => {
        if (first) {
          guest.handles = handles;
          env.handle_drop = (/** @type {number} */ handle) => void handles.drop(handle);
        } else {
          bytesOf(memory).fill(0);
        }
        first = false;
      },
    ],
    heap: (memory, options) => (first ? heap : makeHeap(memory, options)),
  };
}

/**
 * Gives the globals that both export, of the same type and mutable, the values
 * that they had.
 *
 * @param {Guest} old
 * @param {Guest} next
 */
function keepGlobals(old, next) {
  let count = 0;
  for (const [name, global] of Object.entries(old.exports)) {
    const other = next.exports[name];
    if (!(global instanceof WebAssembly.Global) || !(other instanceof WebAssembly.Global)) continue;
    try {
      if (other.value !== global.value) {
        other.value = global.value;
        count++;
      }
    } catch {
      // It cannot be written: it is immutable, or of another type.
    }
  }
  return count;
}
