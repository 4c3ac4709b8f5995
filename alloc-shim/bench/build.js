// The modules, and what they weigh: `size-report matrix` builds them side by side,
// keeps what did not change, and runs wasm-opt and gzip.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COUNTING, NULL } from './allocators.js';

/** @typedef {{ raw: number, oz: number, ozGzip: number, slim: number }} Weight in bytes */
/** @typedef {import('./allocators.js').Allocator} Allocator */

/**
 * Runs size-report and returns its report.
 *
 * @param {string} target cargo's target folder
 * @param {string} name of the report
 * @param {string[]} sets feature sets, as `label=a,b`
 * @param {string[]} axes
 * @returns {{
 *   provenance: { rustc: { release: string }, wasm_opt?: string },
 *   rows: { cell: { [axis: string]: string }, bytes: { raw: number, gzip: number } }[],
 * }}
 */
function matrix(target, name, sets, axes) {
  const output = join(target, 'bench-alloc', `${name}.json`);
  mkdirSync(join(target, 'bench-alloc'), { recursive: true });
  execFileSync(
    join(target, 'debug/size-report'),
    [
      ...['matrix', '--package', 'alloc-bench', '--lto', 'fat', '--strip', 'symbols', '--wasm-opt-tool', 'npm'],
      ...['--keep', join(target, 'bench-alloc/modules'), '--output', output, ...axes],
      ...sets.flatMap((set) => ['--features', set]),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return JSON.parse(readFileSync(output, 'utf8'));
}

/**
 * What each allocator weighs over the null allocator, under the program that
 * `calls` names, and which tools made it.
 *
 * @param {string} target
 * @param {Allocator[]} chosen
 * @param {'calls' | 'calls-8'} calls
 * @returns {{ bytes: { [allocator: string]: Weight }, tools: string }}
 */
export function weigh(target, chosen, calls) {
  const names = [NULL, ...chosen.map(({ name }) => name)];
  const { provenance, rows } = matrix(
    target,
    calls,
    names.map((name) => `${calls}-${name}=${calls},${name}`),
    ['--opt-level', 'z', '--slim', 'off,on', '--wasm-opt', 'off,-Oz', '--exclude', 'slim=on,wasm-opt=-Oz'],
  );
  /** @param {string} name @returns {Weight} */
  const weight = (name) => {
    /** @param {string} slim @param {string} wasmOpt */
    const bytes = (slim, wasmOpt) => {
      const row = rows.find(
        ({ cell }) =>
          cell.features === `${calls}-${name}` && cell.slim === slim && cell['wasm-opt'] === wasmOpt,
      );
      if (!row) throw new Error(`size-report has no row for ${calls}-${name}, slim=${slim}, wasm-opt=${wasmOpt}`);
      return row.bytes;
    };
    return {
      raw: bytes('off', 'off').raw,
      oz: bytes('off', '-Oz').raw,
      ozGzip: bytes('off', '-Oz').gzip,
      slim: bytes('on', 'off').raw,
    };
  };
  const nothing = weight(NULL);
  const bytes = Object.fromEntries(
    chosen.map(({ name }) => {
      const { raw, oz, ozGzip, slim } = weight(name);
      return [
        name,
        {
          raw: raw - nothing.raw,
          oz: oz - nothing.oz,
          ozGzip: ozGzip - nothing.ozGzip,
          slim: slim - nothing.slim,
        },
      ];
    }),
  );
  return { bytes, tools: `rustc ${provenance.rustc.release}, ${provenance.wasm_opt}` };
}

/**
 * Builds the modules that pass calls on, and returns where that of an allocator is.
 *
 * @param {string} target
 * @param {string[]} names
 * @returns {(allocator: string) => string}
 */
export function buildCalls(target, names) {
  matrix(
    target,
    'calls',
    names.map((name) => `calls-${name}=calls,${name}`),
    ['--opt-level', 'z', '--wasm-opt', 'off'],
  );
  return (allocator) => join(target, `bench-alloc/modules/Oz.lto-fat.calls-${allocator}.strip-symbols.wasm`);
}

/**
 * Builds what is timed, and returns where the module of an allocator is.
 *
 * @param {string} target
 * @param {Allocator[]} chosen
 * @param {string[]} optLevels
 * @returns {(allocator: string, optLevel: string) => string}
 */
export function buildTimed(target, chosen, optLevels) {
  const names = [COUNTING, ...chosen.map(({ name }) => name)];
  matrix(
    target,
    'time',
    names.map((name) => `time-${name}=time,${name}`),
    ['--opt-level', optLevels.join(), '--wasm-opt', 'off'],
  );
  return (allocator, optLevel) =>
    join(target, `bench-alloc/modules/O${optLevel}.lto-fat.time-${allocator}.strip-symbols.wasm`);
}

/**
 * The versions of the peers, as Cargo.toml pins them.
 *
 * @returns {{ [crate: string]: string }}
 */
export function versions() {
  const output = execFileSync('cargo', ['metadata', '--format-version', '1', '--no-deps'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  /** @type {{ packages: { name: string, dependencies: { name: string, req: string }[] }[] }} */
  const { packages } = JSON.parse(output);
  const bench = packages.find(({ name }) => name === 'alloc-bench');
  return Object.fromEntries((bench?.dependencies ?? []).map(({ name, req }) => [name, req.replace('=', '')]));
}
