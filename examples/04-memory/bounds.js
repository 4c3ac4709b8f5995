import { readFileSync } from 'node:fs';

// #region bounds
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]));
const { memory, motto, sum } = instance.exports;

console.log('the first bytes, of the stack:', sum(0, 4));
new Uint8Array(memory.buffer)[motto()] = 'e'.charCodeAt(0);
console.log('a constant, after a write:', new TextDecoder().decode(new Uint8Array(memory.buffer, motto(), 10)));
const end = memory.buffer.byteLength;
console.log('the last byte:', sum(end - 1, 1));
try {
  sum(end, 1);
} catch (error) {
  console.log('one more:', error.name);
}
// #endregion bounds
