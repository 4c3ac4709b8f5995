/** Two threads in one memory, in every host that has Workers: Node has its own kind, and all others that of the web. */

/**
 * Makes calls in a new thread: of the same module, and in the same memory.
 *
 * @param {WebAssembly.Module} module
 * @param {WebAssembly.Memory} memory
 * @param {[string, ...number[]][]} calls
 * @param {number} [stack] where the stack of the thread ends, if it needs one
 * @returns {Promise<unknown[]>} what they return
 */
async function inThread(module, memory, calls, stack) {
  const Worker = globalThis.Worker ?? (await import('node:worker_threads')).Worker;
  const worker = new Worker(new URL('thread.js', import.meta.url), { type: 'module' });
  const answer = new Promise((resolve, reject) => {
    if (worker.on) worker.on('message', resolve).on('error', reject);
    else [worker.onmessage, worker.onerror] = [({ data }) => resolve(data), ({ message }) => reject(new Error(message))];
  });
  worker.postMessage({ module, memory, calls, stack });
  return answer.finally(() => worker.terminate());
}

/**
 * Makes a call in two threads at the same time.
 *
 * @param {WebAssembly.Module} module
 * @param {[string, ...number[]]} call
 * @param {WebAssembly.MemoryDescriptor} [limits]
 * @returns {Promise<number>} the sum that they leave
 */
// #region both
export async function inTwoThreads(module, call, limits = { initial: 1, maximum: 1 }) {
  const memory = new WebAssembly.Memory({ ...limits, shared: true });
  const { sum, stack } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  await Promise.all([1, 2].map(() => inThread(module, memory, [['meet'], call], stack?.())));
  return sum();
}
// #endregion both
