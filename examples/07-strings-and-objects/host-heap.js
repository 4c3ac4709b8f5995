/** A host that has the heap of its guest: by hand, and with node-harness. */
import { readFileSync } from 'node:fs';

import { instantiate } from '@wasm-by-hand/node-harness';

// #region heap
const memory = new WebAssembly.Memory({ initial: 17 });
/** The length of each block that is in use, by its address. */
const lengths = new Map();
/** Where the next block begins. */
let next;
const malloc = (len) => {
  const ptr = next;
  if (ptr + len >= memory.buffer.byteLength) return 0;
  next += Math.ceil((len + 1) / 16) * 16;
  lengths.set(ptr, len);
  return ptr;
};
const free = (ptr) => {
  if (!lengths.delete(ptr)) throw new Error(`there is no block at ${ptr}`);
};

const env = {
  memory,
  malloc: (len) => {
    console.log('the guest allocates', len >>> 0);
    return malloc(len >>> 0);
  },
  free: (ptr) => {
    console.log('the guest frees', lengths.get(ptr >>> 0));
    free(ptr >>> 0);
  },
};
const { exports } = (await WebAssembly.instantiate(readFileSync('host-heap.wasm'), { env })).instance;
// Behind the stack and the data of the guest.
next = exports.__heap_base.value;
// #endregion heap

// #region twice
const text = new TextEncoder().encode('cous');
const ptr = malloc(text.length);
new Uint8Array(memory.buffer).set(text, ptr);
const both = exports.twice(ptr, text.length);
console.log(new TextDecoder().decode(new Uint8Array(memory.buffer, both, lengths.get(both))));
free(both);
console.log('blocks', lengths.size);
// #endregion twice

// #region harness
const guest = await instantiate('host-heap.wasm');
const given = guest.text.write('cous');
console.log(guest.text.take(guest.exports.twice(given.ptr, given.len)), 'blocks', [...guest.heap.blocks()].length);
try {
  guest.text.release(given);
} catch (error) {
  console.log(error.code);
}
// #endregion harness
