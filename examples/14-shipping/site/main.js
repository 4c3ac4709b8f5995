import url from './primes.wasm?url';

const { instance } = await WebAssembly.instantiateStreaming(fetch(url));
console.log('primes below 100:', instance.exports.primes_below(100));
