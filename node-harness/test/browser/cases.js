// Runs the cases in a page, when it is told to, or in a worker of it.
import { runCases } from '../../test-support/run-cases.js';
import { suites } from '../cases/index.js';

const host = {
  guest: async (/** @type {string} */ name) => new Uint8Array(await (await fetch(`/guests/${name}.wasm`)).arrayBuffer()),
};

/** @returns {Promise<import('../../test-support/run-cases.js').Result[]>} */
const inWorker = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.url, { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });

/** @type {any} */
const here = globalThis;
if (here.document === undefined) here.postMessage(await runCases(suites, host));
else here.run = (/** @type {boolean} */ worker) => (worker ? inWorker() : runCases(suites, host));
