// Our allocators inside wasm as a guest has them, under every bad request, and the
// wrappers around them. The modules are those of alloc-shim/bench, which this
// builds; `cargo build -p size-report` has to be there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { readMemoryImports } from "../../node-harness/src/module-imports.js";
import { COUNTING, allocators } from "../bench/allocators.js";
import { buildCalls } from "../bench/build.js";
import { badRequests, refill } from "../bench/out-of-memory.js";

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../target", import.meta.url));
const ours = allocators.filter(({ ours }) => ours);
const pathOf = buildCalls(target, [...ours.map(({ name }) => name), "bump-locked", COUNTING, "lol-leaking"]);

for (const { name, frees } of ours) {
  for (const { request, failures } of badRequests(pathOf(name))) {
    test(`${name}: ${request} is null or right, whatever is asked for`, () => assert.deepEqual(failures, []));
  }

  test(`${name}: a memory that is full ends in null, and what is freed can be had again`, () => {
    const filled = refill(pathOf(name));
    assert.equal(typeof filled, "object", String(filled));
    const { first, again } = /** @type {{ first: number, again: number }} */ (filled);
    assert.ok(first > 0);
    if (frees) assert.ok(again >= first, `${again} blocks of ${first}`);
  });
}

test("bad requests are found to go wrong where they do", () => {
  const failures = badRequests(pathOf("lol-leaking")).flatMap(({ failures }) => failures);
  assert.ok(
    failures.some((failure) => /alignment 131072: .* is not a multiple/.test(failure)),
    String(failures),
  );
});

test("without threads, Locked costs nothing: the module is the same to the byte", () => {
  assert.deepEqual(readFileSync(pathOf("bump-locked")), readFileSync(pathOf("bump")));
});

test("a host reads the counters of Stats", () => {
  const bytes = readFileSync(pathOf(COUNTING));
  const [{ initialPages }] = readMemoryImports(bytes);
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: 64 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const counters = () => [...new Uint32Array(memory.buffer, exports.counters(), 5)];

  assert.deepEqual(counters(), [0, 0, 0, 0, 0]);
  const block = exports.realloc(exports.alloc(100, 8), 100, 8, 300);
  assert.deepEqual(counters(), [2, 300, 300, 300, 0]);
  assert.equal(exports.alloc(8 << 20, 8), 0);
  exports.dealloc(block, 300, 8);
  assert.deepEqual(counters(), [4, 0, 300, 8 << 20, 1]);
});
