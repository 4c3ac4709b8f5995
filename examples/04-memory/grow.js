import { readFileSync } from 'node:fs';

// #region grow
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]));
const { memory, grow, pages } = instance.exports;

const { buffer } = memory;
const view = new Uint8Array(buffer);
console.log('the guest grows from', grow(1), 'to', pages());
console.log('the view:', view.length, 'bytes, the first is', view[0]);
console.log('the buffer:', buffer.byteLength, 'bytes, and the memory has another one:', memory.buffer !== buffer);

console.log('the host grows from', memory.grow(1), 'to', pages());
console.log('the guest, beyond the maximum:', grow(1));
try {
  memory.grow(1);
} catch (error) {
  console.log('the host, beyond the maximum:', error.name);
}
// #endregion grow
