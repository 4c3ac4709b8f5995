// What runs the modules: V8 in Node, Cranelift in wasmtime.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** @typedef {import('./measure.js').Plan} Plan */
/** @typedef {import('./measure.js').Sample} Sample */

/**
 * Optimised code from the first call on, as wasmtime has it: a program that
 * allocates a lot gets there soon, and until then it is the engine that is timed.
 */
const V8_FLAGS = ['--no-liftoff', '--no-wasm-lazy-compilation', '--expose-gc'];

/** PyPI has wasmtime as its makers build it, and no machine has to compile it. */
export const WASMTIME = 'wasmtime==50.0.1';

/** @param {string} file */
const beside = (file) => new URL(file, import.meta.url).pathname;

/**
 * @param {string} program
 * @param {string[]} args
 * @param {object} plan
 * @returns {Sample[]}
 */
function run(program, args, plan) {
  const { stdout, status, error } = spawnSync(program, args, {
    input: JSON.stringify(plan),
    maxBuffer: 1 << 30,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

/** @param {Plan} plan */
export const node = (plan) => run(process.execPath, [...V8_FLAGS, beside('watch.js')], plan);

/**
 * Installs wasmtime into the target folder, and returns what runs a plan, or
 * why there is none.
 *
 * @param {string} target
 * @returns {((plan: Plan & { skip: string[][] }) => Sample[]) | string}
 */
export function wasmtime(target) {
  const python = join(target, 'bench-alloc/venv/bin/python');
  try {
    if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', join(target, 'bench-alloc/venv')]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', WASMTIME]);
  } catch (error) {
    return `wasmtime is left out: python3 with venv and pip did not install ${WASMTIME} (${error})`;
  }
  return (plan) => run(python, [beside('measure.py')], plan);
}
