// Compiles once, and counts in two workers: node pool.js FOLDER LIMIT…
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const [folder, ...limits] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(join(folder, 'primes.wasm')));
const counts = limits.map(
  (limit) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('worker.js', import.meta.url));
      worker.once('message', (count) => resolve(`${count} primes below ${limit}`)).once('error', reject);
      worker.postMessage({ module, limit: Number(limit) });
    }),
);
console.log((await Promise.all(counts)).join('\n'));
