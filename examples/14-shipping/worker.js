import { parentPort } from 'node:worker_threads';

parentPort.once('message', async ({ module, limit }) => {
  const { exports } = await WebAssembly.instantiate(module);
  parentPort.postMessage(exports.primes_below(limit));
});
