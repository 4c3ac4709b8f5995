const { instance } = await WebAssembly.instantiateStreaming(fetch(new URL('primes.wasm', import.meta.url)));
export const { primes_below: primesBelow } = instance.exports;
