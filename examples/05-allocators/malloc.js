/** Divides the memory of malloc.wasm, by hand. */
import { readFileSync } from 'node:fs';

// #region malloc
const memory = new WebAssembly.Memory({ initial: 17 });
let heapPos;
const malloc = (size) => {
  const ptr = heapPos;
  const end = ptr + Math.ceil((size >>> 0) / 16) * 16;
  const missing = end - memory.buffer.byteLength;
  try {
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
  } catch {
    return 0; // The null pointer: no room.
  }
  heapPos = end;
  return ptr;
};
const { instance } = await WebAssembly.instantiate(readFileSync('malloc.wasm'), { env: { memory, malloc } });
const { squares, __heap_base } = instance.exports;
heapPos = __heap_base.value;
for (const count of [5, 100_000, 5]) {
  const ptr = squares(count) >>> 0;
  const last = new Uint32Array(memory.buffer, ptr, count).at(-1);
  console.log(`0x${ptr.toString(16)}: the last of ${count} is ${last}; ${memory.buffer.byteLength / 65536} pages`);
}
// #endregion malloc
