// The hosts that the suite runs under. Each gives a program the folders and the
// variables it names and nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ dirs?: Record<string, string>, env?: Record<string, string> }} Grants `dirs` by the name in the guest
 * @typedef {{ code: number | null, stdout: string, stderr: string }} Outcome
 * @typedef {(module: string, args: string[], grants?: Grants) => Outcome} Host
 */

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Outcome}
 */
const run = (program, args) => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  return { code: status, stdout, stderr };
};

const nodeHost = fileURLToPath(new URL('node-host.js', import.meta.url));

/** @type {Record<string, Host>} */
export const hosts = {
  'node:wasi': (module, args, { dirs = {}, env = {} } = {}) =>
    run(process.execPath, ['--no-warnings', nodeHost, JSON.stringify({ dirs, env }), module, ...args]),
};

// The runner takes minutes to compile, so it joins once it is there: `make wasi`
// builds it.
const runner = process.env.WASMTIME_RUNNER ?? '';
if (runner !== '') {
  if (!existsSync(runner)) throw new Error(`WASMTIME_RUNNER names ${runner}, which is not there: run make wasi`);
  hosts['wasmtime-runner'] = (module, args, { dirs = {}, env = {} } = {}) =>
    run(runner, [
      'run',
      ...Object.entries(dirs).flatMap(([guest, host]) => ['--dir', `${host}::${guest}`]),
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      module,
      ...args,
    ]);
}
