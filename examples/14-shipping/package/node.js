import { readFile } from 'node:fs/promises';

const bytes = await readFile(new URL('primes.wasm', import.meta.url));
const { instance } = await WebAssembly.instantiate(bytes);
export const { primes_below: primesBelow } = instance.exports;
