// One thread: an instance of its own, in the memory of all. It makes the calls that it is told, and answers with their results.
// #region thread
const port = globalThis.postMessage ? globalThis : (await import('node:worker_threads')).parentPort;
port.onmessage = ({ data: { module, memory, calls, stack } }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (stack !== undefined) exports.__stack_pointer.value = stack;
  port.postMessage(calls.map(([name, ...args]) => exports[name](...args)));
};
// #endregion thread
