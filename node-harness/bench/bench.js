// `make bench-host`: what a call with text costs under this harness and under
// wasm-bindgen's output for Node, and what calls, resets and heaps cost by
// themselves; as tables, and in docs/host.md.
//
//   QUICK=1   few rounds, and nothing is written
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { writeSection } from '../../tasks/pages/section.js';
import { bump, fast, heap, instantiateSync, shortText, text } from '../src/core/index.js';
import { check } from '../src/heap/check.js';
import { trace } from '../src/trace/trace.js';
import { contest, each, median, ratios } from './contest.js';
import { loadGlue } from './glue.js';
import { callTable, glueTable, heapTable, textTable } from './tables.js';
import { KINDS, LENGTHS, textsOf } from './texts.js';
import { weights } from './weights.js';

const [folder] = process.argv.slice(2);
const quick = Boolean(process.env.QUICK);
const ROUNDS = quick ? 7 : 61;
const WASM_BINDGEN = '0.2.130';

/** @param {string} what */
const say = (what) => console.error(`bench-host: ${what}`);

const { generated, guarded } = loadGlue(join(folder, 'nodejs-add,greet,vector'));
const module = new Uint8Array(readFileSync(join(folder, 'greet_by_hand.wasm')));
const guest = /** @type {any} */ (instantiateSync(module, { parts: [heap(fast), shortText, text] }));
const { add, greet } = guest.exports;
const traced = instantiateSync(module, { parts: [heap(fast), trace()] }).exports.add;
const bareAdd = /** @type {any} */ (guest.instance.exports.add);

/** @param {string} name */
const ours = (name) => guest.text.with(name, (/** @type {number} */ ptr, /** @type {number} */ len) => guest.text.take(greet(ptr, len)));

/**
 * @param {string} kind
 * @param {number} length
 */
function greetings(kind, length) {
  const names = textsOf(kind, length);
  const sides = { generated: generated.greet, guarded: guarded.greet, ours };
  for (const name of names) {
    for (const [side, call] of Object.entries(sides)) {
      if (call(name) !== `Hello, ${name}!`) throw new Error(`${side} greets wrongly: ${kind}, ${length} characters`);
    }
  }
  const times = contest(sides, names, ROUNDS);
  return {
    kind,
    length,
    generated: median(times.generated),
    guarded: median(times.guarded),
    ours: median(times.ours),
    toGenerated: ratios(times.ours, times.generated),
    toGuarded: ratios(times.ours, times.guarded),
  };
}

/** A heap over a memory of its own, as a guest would have it. @param {(memory: any) => import('../src/core/heap.js').Heap} make */
function heapOf(make) {
  const made = make(new WebAssembly.Memory({ initial: 17 }));
  made.open(0x100000);
  return made;
}

/** A block of each heap, given back at once. `make bench-heap` has more of them. */
function heaps() {
  const sides = Object.fromEntries(
    Object.entries({ bump, fast, check }).map(([name, make]) => {
      const one = heapOf(make);
      return [name, (/** @type {number} */ size) => one.free(one.malloc(size))];
    }),
  );
  const times = contest(sides, [1, 13, 24, 40, 64, 100, 200, 500], ROUNDS);
  return Object.entries(times).map(([name, each]) => ({ name, pair: median(each) }));
}

say('text');
const texts = KINDS.flatMap((kind) => LENGTHS.map((length) => greetings(kind, length)));
say('calls, resets and heaps');
const adds = contest(
  { bare: () => bareAdd(1, 2), wrapped: () => add(1, 2), bindgen: () => generated.add(1, 2), traced: () => traced(1, 2) },
  [0],
  ROUNDS,
);
const resets = each(() => guest.reset(), ROUNDS * 40);
const report = [
  textTable(texts),
  callTable({
    bare: median(adds.bare),
    wrapped: median(adds.wrapped),
    bindgen: median(adds.bindgen),
    traced: median(adds.traced),
    toBare: median(ratios(adds.wrapped, adds.bare)),
    reset: median(resets),
    resetMean: resets.reduce((sum, one) => sum + one) / resets.length,
  }),
  heapTable(heaps()),
  glueTable(await weights(folder)),
  `Made by \`make bench-host\` with wasm-bindgen ${WASM_BINDGEN}, Node ${process.versions.node}, on ${cpus()[0].model}.`,
].join('\n\n');
console.log(report);

if (!quick) {
  writeSection('docs/host.md', 'bench-host', report);
  say('wrote docs/host.md');
}
