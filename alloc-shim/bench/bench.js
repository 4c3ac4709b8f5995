// `make bench-alloc`: bytes, time and memory of every allocator, as a table, as
// target/bench-alloc.json, and, if it was everything, in docs/.
//
//   ONLY=bump,talc   these and the reference
//   QUICK=1          three rounds, Node, opt level 3
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { writeSection } from '../../tasks/pages/section.js';
import { COUNTING, REFERENCE, allocators } from './allocators.js';
import { buildCalls, buildTimed, versions, weigh } from './build.js';
import { chart } from './chart.js';
import { WASMTIME, node, wasmtime } from './engines.js';
import { figures } from './figures.js';
import { badRequests, refill } from './out-of-memory.js';
import { losses, outOfMemory, perWorkload, summary } from './tables.js';
import { workloads } from './workloads.js';

const target = process.env.CARGO_TARGET_DIR ?? 'target';
const quick = Boolean(process.env.QUICK);
const only = process.env.ONLY?.split(',');
const unknown = only?.find((name) => !allocators.some((allocator) => allocator.name === name));
if (unknown !== undefined) {
  const names = allocators.map(({ name }) => name).join();
  console.error(`bench-alloc: there is no allocator "${unknown}"; ONLY takes ${names}`);
  process.exit(2);
}

/** @param {string} what */
const say = (what) => console.error(`bench-alloc: ${what}`);

const chosen = allocators.filter(({ name }) => !only || only.includes(name) || name === REFERENCE);
const timed = chosen.filter(({ fixed }) => !fixed);
say('building and weighing');
const { bytes, tools } = weigh(target, chosen, 'calls-8');
const bytesAny = quick ? undefined : weigh(target, chosen, 'calls').bytes;
const pathOf = buildTimed(target, timed, quick ? ['3'] : ['3', 'z']);

/** @param {string} optLevel */
const plan = (optLevel) => ({
  modules: timed.map(({ name }) => ({ name, path: pathOf(name, optLevel) })),
  counting: pathOf(COUNTING, optLevel),
  workloads,
  rounds: quick ? 3 : 7,
});

/** @type {{ [run: string]: import('./measure.js').Sample[] }} */
const samples = {};
say('Node, opt-level 3');
samples['Node'] = node(plan('3'));
const runWasmtime = quick ? undefined : wasmtime(target);
if (typeof runWasmtime === 'string') say(runWasmtime);
if (typeof runWasmtime === 'function') {
  // What took too long or did not work there does not here.
  const skip = samples['Node']
    .filter(({ failure }) => failure !== undefined)
    .map(({ allocator, workload }) => [allocator, workload]);
  say('wasmtime, opt-level 3');
  samples['wasmtime'] = runWasmtime({ ...plan('3'), skip });
}
if (!quick) {
  say('Node, opt-level z');
  samples['Node, z'] = node(plan('z'));
}

const callsOf = quick ? undefined : buildCalls(target, chosen.map(({ name }) => name));
const version = versions();
const rows = chosen.map((allocator) => ({
  ...allocator,
  version: allocator.crate && version[allocator.crate],
  bytes: bytes[allocator.name],
  bytesAny: bytesAny?.[allocator.name],
  bad: callsOf && badRequests(callsOf(allocator.name)),
  refill: callsOf && refill(callsOf(allocator.name)),
  runs: Object.fromEntries(
    Object.entries(samples).map(([run, all]) => [run, figures(all, allocator.name, REFERENCE)]),
  ),
}));
const timedRows = rows.filter(({ fixed }) => !fixed);
const runs = Object.keys(samples);
const names = workloads.map(({ name }) => name);
/** @param {string} title @param {string} body */
const folded = (title, body) => `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
const text = [
  summary(rows, runs, workloads.length),
  'Who is faster than ours, and how many times (Node):',
  losses(timedRows, runs[0], names),
  ...runs.map((run) =>
    folded(`Time, ns a call: ${run}`, perWorkload(timedRows, run, names, ({ nsPerCall }, workload) => nsPerCall[workload])),
  ),
  folded('Peak heap / peak live', perWorkload(timedRows, runs[0], names, ({ heaps }, workload) => heaps[workload])),
  ...(callsOf ? ['In a memory of 32 MiB:', outOfMemory(rows)] : []),
  `Made by \`make bench-alloc\` with ${tools}, Node ${process.versions.node}, ${WASMTIME}, on ${cpus()[0].model}.`,
].join('\n\n');
console.log(text);
writeFileSync(join(target, 'bench-alloc.json'), `${JSON.stringify({ schema: 'bench-alloc/1', rows }, null, 1)}\n`);

if (!quick && !only && runs.includes('wasmtime')) {
  writeSection('docs/allocators.md', 'bench-alloc', text);
  writeFileSync('docs/allocators.svg', chart(rows, runs[0]));
  say('wrote docs/allocators.md and docs/allocators.svg');
}
