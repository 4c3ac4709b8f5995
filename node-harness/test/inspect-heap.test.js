import assert from 'node:assert/strict';
import { test } from 'node:test';

import { differenceOf, filledRanges } from '../src/inspect/page/filled.js';
import { flameTree, sameFrame, wayTo } from '../src/inspect/page/flame-tree.js';
import { HeapModel, History } from '../src/inspect/page/heap-model.js';
import { CALL, FREE, MALLOC, REALLOC } from '../src/inspect/page/protocol.js';
import { Ranges } from '../src/inspect/page/ranges.js';
import { fittingRowBytes, rasterize } from '../src/inspect/page/raster.js';
import { seeded } from '../test-support/random.js';

/** @type {(ptr: number, size: number, site?: number) => number[]} */
const malloc = (ptr, size, site = 0) => [MALLOC + 4 * site, ptr, size, 0];
/** @type {(ptr: number) => number[]} */
const free = (ptr) => [FREE, ptr, 0, 0];
/** @type {(ptr: number, newPtr: number, size: number, site?: number) => number[]} */
const realloc = (ptr, newPtr, size, site = 0) => [REALLOC + 4 * site, newPtr, size, ptr];
/** @type {(number: number, memory?: number) => number[]} */
const call = (number, memory = 65536) => [CALL, number, memory, 0];

/** @param {number[][]} events */
function modelOf(...events) {
  const model = new HeapModel();
  model.apply(Float64Array.from(events.flat()));
  return model;
}

test('blocks come, move and go, and their bytes with them', () => {
  const model = modelOf(call(0), malloc(1024, 5), malloc(1040, 10), realloc(1024, 1056, 50), free(1040), call(1));
  assert.deepEqual(model.sorted(), [{ ptr: 1056, size: 50, call: 1, site: 0 }]);
  assert.equal(model.live, 50);
  assert.equal(model.peak, 60);
  assert.deepEqual([model.mallocs, model.frees, model.failed], [3, 2, 0]);
  assert.deepEqual(model.sites[0], { live: 50, blocks: 1, bytes: 65, mallocs: 3 });
  assert.deepEqual(model.calls[1], { live: 50, peak: 60, blocks: 1, memory: 65536, mallocs: 3, frees: 2 });
});

test('a refusal changes nothing but the number of refusals', () => {
  const model = modelOf(malloc(1024, 5), malloc(0, 2 ** 31), realloc(1024, 0, 2 ** 31));
  assert.equal(model.failed, 2);
  assert.equal(model.live, 5);
  assert.equal(model.blocks.size, 1);
});

test('holes are what is free between blocks, but not what alignment takes', () => {
  const holes = modelOf(malloc(1024, 5), malloc(1040, 16), malloc(1088, 16), malloc(1136, 8)).holes();
  assert.deepEqual(holes, { count: 2, bytes: 32 + 32, largest: 32, span: 1144 - 1024 });
  assert.deepEqual(modelOf().holes(), { count: 0, bytes: 0, largest: 0, span: 0 });
});

test('the peak of a call is the most that was live during it', () => {
  const model = modelOf(call(0), malloc(16, 100), free(16), call(1), malloc(16, 30), call(2), call(3));
  assert.deepEqual(model.calls.map(({ peak }) => peak), [0, 100, 30, 30]);
  assert.deepEqual(model.calls.map(({ live }) => live), [0, 0, 30, 30]);
});

test('the heap can be shown as it was after any call, wherever batches end', () => {
  const events = [call(0), malloc(16, 1), call(1), malloc(32, 2), free(16), call(2), malloc(48, 3), call(3)];
  for (let cut = 0; cut <= events.length; cut++) {
    const history = new History();
    history.push(Float64Array.from(events.slice(0, cut).flat()));
    history.push(Float64Array.from(events.slice(cut).flat()));
    assert.deepEqual([0, 1, 2, 3].map((n) => history.after(n).live), [0, 1, 2, 5], `cut at ${cut}`);
    assert.equal(history.after(2).calls.length, 3);
  }
});

test('ranges are what a set of addresses would be', () => {
  const random = seeded(7);
  for (let round = 0; round < 200; round++) {
    const ranges = new Ranges();
    const naive = new Uint8Array(64);
    for (let i = 0; i < 12; i++) {
      const start = random.below(60);
      const end = start + 1 + random.below(64 - start - 1);
      ranges.add(start, end);
      naive.fill(1, start, end);
    }
    const found = new Uint8Array(64);
    for (const [i, { start, end }] of ranges.all.entries()) {
      found.fill(1, start, end);
      assert.ok(start < end && (i === 0 || ranges.all[i - 1].end < start), JSON.stringify(ranges.all));
    }
    assert.deepEqual(found, naive);
  }
});

test('the pixels of a map add up to its bytes', () => {
  const random = seeded(11);
  const window = { start: 1024, rowBytes: 256, rows: 8, width: 37 };
  const perPixel = window.rowBytes / window.width;
  /** @param {Float32Array} line */
  const bytesOf = (line) => Math.round(line.reduce((sum, part) => sum + part, 0) * perPixel);
  const events = [call(0)];
  let [live, fresh, freed] = [0, 0, 0];
  for (let ptr = 1024; ptr + 64 <= 1024 + 2048; ptr += 64) {
    const size = 1 + random.below(60);
    const kind = random.below(3);
    if (kind === 0) {
      events.push(malloc(ptr, size, 1));
      live += size;
    } else if (kind === 1) {
      events.push(malloc(ptr, size), free(ptr));
      freed += size;
    }
  }
  events.push(call(1), malloc(1024 + 60, 3), call(2));
  fresh += 3;
  const coverage = rasterize(modelOf(...events), window, (site) => site === 1);
  assert.deepEqual([coverage.live, coverage.fresh, coverage.freed, coverage.marked].map(bytesOf), [live, fresh, freed, live]);
});

test('of what lies outside of the window nothing is drawn', () => {
  const coverage = rasterize(modelOf(malloc(0x100, 32), malloc(0x1f0, 32), malloc(0x400, 1000)), { start: 0x200, rowBytes: 64, rows: 4, width: 64 }, () => false);
  const sum = coverage.fresh.reduce((all, part) => all + part, 0);
  assert.equal(sum, 16);
  assert.equal(coverage.fresh[0], 1);
  assert.equal(coverage.fresh[16], 0);
});

test('rows are as short as they can be, and a power of two', () => {
  assert.equal(fittingRowBytes(1, 14), 64);
  assert.equal(fittingRowBytes(14 * 64, 14), 64);
  assert.equal(fittingRowBytes(14 * 64 + 1, 14), 128);
  assert.equal(fittingRowBytes(2 ** 32, 14), 2 ** 29);
});

test('a flame graph joins stacks where they begin alike', () => {
  const stacks = [['greet'], ['greet', 'push'], ['foo'], ['foo', 'push']];
  const uses = [5, 10, 0, 3].map((bytes) => ({ live: 0, blocks: 0, bytes, mallocs: 1 }));
  const root = flameTree(stacks, uses, 'bytes');
  assert.equal(root.value, 18);
  const greet = root.children.get('greet');
  assert.equal(greet?.value, 15);
  assert.deepEqual([...(greet?.sites ?? [])], [0, 1]);
  const push = greet?.children.get('push');
  assert.ok(push !== undefined);
  assert.deepEqual(wayTo(push).map(({ name }) => name), ['all calls', 'greet', 'push']);
  const counted = flameTree(stacks, uses, 'mallocs');
  assert.equal(sameFrame(counted, push).value, 1);
  assert.equal(sameFrame(flameTree([], [], 'live'), push).name, 'all calls');
});

test('of a guest with its own allocator, what is not zero is seen', () => {
  const memory = new Uint8Array(4096);
  memory[10] = 1;
  memory[1024] = 1;
  memory[1060] = 1;
  memory[3000] = 1;
  const before = filledRanges(memory.buffer, 1024);
  assert.deepEqual(before, [{ start: 1024, end: 1072 }, { start: 2992, end: 3008 }]);
  memory[2000] = 1;
  memory[3000] = 0;
  const { gone, come } = differenceOf(before, filledRanges(memory.buffer, 1024));
  assert.deepEqual(gone, [{ start: 2992, end: 3008 }]);
  assert.deepEqual(come, [{ start: 2000, end: 2016 }]);
});
