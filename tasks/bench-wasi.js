// From start to exit: a greeting of WASI under the runner, node:wasi and PyPI's
// wasmtime, in turn; then what the timeout, calls and instances cost.
// `tasks/bench-wasi.sh` calls it with the folder of programs and the number of rounds;
// without a number, what it prints is in docs/wasi.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { writeSection } from './pages/section.js';

const [folder = 'target/bench-wasi', wanted] = process.argv.slice(2);
const rounds = wanted ?? '50';
const at = (/** @type {string} */ name) => join(folder, name);
const runner = at('wasmtime-runner');
const aot = at('wasmtime-runner-aot');
const python = at('python/bin/python');

writeFileSync(
  at('node-wasi.mjs'),
  `import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';
const wasi = new WASI({ version: 'preview1' });
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), wasi.getImportObject());
wasi.start(instance);
`,
);
writeFileSync(
  at('pypi.py'),
  `import sys
from wasmtime import Config, Engine, Linker, Module, Store, WasiConfig
config = Config()
if sys.argv[1] == "cached":
    config.cache = True
engine = Engine(config)
linker = Linker(engine)
linker.define_wasi()
store = Store(engine)
wasi = WasiConfig()
wasi.inherit_stdout()
store.set_wasi(wasi)
instance = linker.instantiate(store, Module.from_file(engine, sys.argv[2]))
instance.exports(store)["_start"](store)
`,
);
writeFileSync(at('guest.wat'), '(module (func (export "end")) (func (export "spin") (loop (br 0))))');
mkdirSync(at('cache'), { recursive: true, mode: 0o700 });
const cache = ['--cache-dir', at('cache')];
execFileSync(runner, ['compile', at('hello.wasm'), '-o', at('hello.cwasm')]);

/**
 * Runs commands in turn and gives the sorted times of each, in milliseconds.
 *
 * @param {string} rounds
 * @param {string[][]} commands
 * @returns {number[][]}
 */
function times(rounds, commands) {
  const input = commands.map((words) => `${words.join('\t')}\n`).join('');
  const output = execFileSync(at('start_to_exit'), [rounds], { input, encoding: 'utf8' });
  const lines = output.trimEnd().split('\n');
  return lines.map((line) => line.split(' ').map((time) => Number(time) / 1e6).toSorted((a, b) => a - b));
}

/** @param {number[]} sorted @param {number} part */
const quantile = (sorted, part) => sorted[Math.round((sorted.length - 1) * part)];
/** @param {number} time */
const ms = (time) => time.toFixed(2);

/** @type {[string, string[]][]} */
const programs = [
  ['an empty program, `true`', ['true']],
  ['node:wasi', [process.execPath, '--no-warnings', at('node-wasi.mjs'), at('hello.wasm')]],
  ["PyPI's wasmtime", [python, at('pypi.py'), 'plain', at('hello.wasm')]],
  ["PyPI's wasmtime, with its cache", [python, at('pypi.py'), 'cached', at('hello.wasm')]],
  ['`wasmtime-runner run --no-cache`', [runner, 'run', '--no-cache', at('hello.wasm')]],
  ['`wasmtime-runner run`, cached', [runner, 'run', ...cache, at('hello.wasm')]],
  ['`wasmtime-runner run` on machine code', [runner, 'run', at('hello.cwasm')]],
  ['… without a compiler in it', [aot, 'run', at('hello.cwasm')]],
];
const present = programs.filter(([, [program]]) => program !== python || existsSync(python));
for (const [name, [program, ...args]] of present.slice(1)) {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0 || stdout !== 'hello, world\n') throw new Error(`${name} does not say hello: ${stdout}${stderr}`);
}

const measured = times(rounds, present.map(([, words]) => words));
const node = quantile(measured[1], 0.5);
const starts = programs.map(([name]) => {
  const sorted = measured[present.findIndex(([other]) => other === name)];
  if (!sorted) return [name, 'not installed', '', ''];
  const [low, median, high] = [0.25, 0.5, 0.75].map((part) => quantile(sorted, part));
  return [name, ms(median), `${ms(low)}–${ms(high)}`, `${((median / node) * 100).toFixed(1)} %`];
});

const limited = [runner, 'run', ...cache, '--timeout', '100ms', '--invoke'];
const [ends, spins] = times('100', [
  [...limited, 'end', at('guest.wat')],
  [...limited, 'spin', at('guest.wat')],
]);
const start = quantile(ends, 0.5);
const beyond = (/** @type {number} */ part) => ms(quantile(spins, part) - 100 - start);
const timeouts = [
  ['a guest that ends at once', ms(start), ms(quantile(ends, 1))],
  ['one that never ends', ms(quantile(spins, 0.5)), ms(quantile(spins, 1))],
  ['… less 100 ms and the median of the first', beyond(0.5), beyond(1)],
];

const megabytes = (/** @type {string} */ file) => `${(statSync(file).size / 1e6).toFixed(1)} MB`;
const text = [
  `Milliseconds from start to exit, ${rounds} rounds in turn; the greeting has ${statSync(at('hello.wasm')).size.toLocaleString('en')} B.`,
  table(['', 'median', 'quartiles', 'of node:wasi'], starts),
  `The runner has ${megabytes(runner)}, and without a compiler ${megabytes(aot)}. With \`--timeout 100ms\`, 100 runs each:`,
  table(['', 'median', 'most'], timeouts),
  "A plug-in, by lesson 11's `cost`, the quickest of many rounds:",
  `\`\`\`text\n${execFileSync(at('cost'), [at('rebate.wasm')], { encoding: 'utf8' }).trim()}\n\`\`\``,
  `Made by \`make bench-wasi\` with Node ${process.versions.node}${existsSync(python) ? `, PyPI's wasmtime ${pypi()}` : ''}, on ${cpus()[0].model}.`,
].join('\n\n');
console.log(text);
if (wanted === undefined && existsSync(python)) writeSection('docs/wasi.md', 'bench-wasi', text);

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function pypi() {
  return execFileSync(python, ['-c', 'from importlib.metadata import version; print(version("wasmtime"))'], { encoding: 'utf8' }).trim();
}
