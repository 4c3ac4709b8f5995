const module = await WebAssembly.compileStreaming(fetch('primes.wasm'));
const counts = [1000, 100000].map(
  (limit) =>
    new Promise((resolve, reject) => {
      const worker = new Worker('worker.js', { type: 'module' });
      worker.onmessage = ({ data: count }) => resolve(`${count} primes below ${limit}`);
      worker.onerror = reject;
      worker.postMessage({ module, limit });
    }),
);
console.log((await Promise.all(counts)).join('\n'));
