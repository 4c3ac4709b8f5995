// Two Workers in one memory, at the same time in one allocator. `make test-threads`
// builds the module, which THREADS_WASM names.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

const OPERATIONS = 1_000_000;
const THREADS = [0, 1];
/** Pages of 64 KiB, as the module was linked. */
const MAXIMUM_PAGES = 16384;

const path = process.env.THREADS_WASM;
assert.ok(path, "THREADS_WASM names the module; `make test-threads` builds it");
const bytes = readFileSync(path);
const module = new WebAssembly.Module(bytes);
const allocators = WebAssembly.Module.exports(module)
  .map(({ name }) => name)
  .filter((name) => name.startsWith("hammer_"));

/** What is wrong, or "" if nothing is, once each thread has done its part. */
function hammer(name, memory) {
  return Promise.all(
    THREADS.map(
      (thread) =>
        new Promise((resolve, reject) => {
          const workerData = { module, memory, name, thread, operations: OPERATIONS / THREADS.length };
          const worker = new Worker(new URL("thread.js", import.meta.url), { workerData });
          worker.once("message", resolve);
          worker.once("error", reject);
        }),
    ),
  );
}

test("the module exports allocators to hammer", () => assert.ok(allocators.length >= 3, String(allocators)));

for (const name of allocators) {
  test(`${name}: two Workers share a heap for ${OPERATIONS} operations`, { timeout: 120_000 }, async () => {
    const memory = new WebAssembly.Memory({ initial: 64, maximum: MAXIMUM_PAGES, shared: true });
    assert.deepEqual(await hammer(name, memory), THREADS.map(() => ""));
  });
}
