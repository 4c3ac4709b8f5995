// One of the threads of threads.test.js.
import { parentPort, workerData } from "node:worker_threads";

const { module, memory, name, thread, operations } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
exports.__stack_pointer.value = exports.stack_end(thread);
const ptr = exports[name](thread, 0x5eed + thread, operations) >>> 0;
const text = new Uint8Array(memory.buffer, ptr, ptr === 0 ? 0 : exports.violation_len(thread));
// A decoder does not take bytes that are shared.
parentPort.postMessage(new TextDecoder().decode(text.slice()));
