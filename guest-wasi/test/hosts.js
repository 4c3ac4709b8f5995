// The hosts that the cases run under. Each gives a program the folders and the
// variables it names and nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { Link } from '../../node-harness/src/wasi/wasi.js';
import { inMemory } from '../../node-harness/test-support/memory-host.js';

/** @typedef {import('../../node-harness/test-support/wasi-script.js').Run} Run */
/** @typedef {import('../../node-harness/test-support/wasi-script.js').Grants} Grants */

/**
 * A host that is a program: what is granted lies in a folder of the system.
 *
 * @param {(place: { dirs: Record<string, string>, module: string, args: string[], grants: Grants }) => [program: string, ...args: string[]]} command
 * @returns {Run}
 */
const inProcess = (command) => (bytes, [name, ...args], grants = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'guest-wasi-'));
  try {
    writeFileSync(join(folder, name), bytes);
    const beside = join(folder, 'granted');
    place(beside, grants.beside ?? {});
    /** @type {Record<string, string>} */
    const dirs = {};
    for (const [guest, files] of Object.entries(grants.files ?? {})) {
      dirs[guest] = join(beside, /^[\w-]+$/.test(guest) ? guest : `granted-${Object.keys(dirs).length}`);
      place(dirs[guest], files);
    }
    const [program, ...rest] = command({ dirs, module: name, args, grants });
    const { status, stdout, stderr, error } = spawnSync(program, rest, { cwd: folder, input: grants.stdin ?? '', timeout: 60_000 });
    if (error) throw error;
    const files = Object.fromEntries(Object.entries(dirs).map(([guest, path]) => [guest, read(path)]));
    return { code: status ?? 1, stdout, stderr, files, beside: read(beside) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/**
 * @param {string} path
 * @param {any} files
 */
function place(path, files) {
  if (files instanceof Link) symlinkSync(files.target, path);
  else if (typeof files === 'string') writeFileSync(path, files);
  else {
    mkdirSync(path, { recursive: true });
    for (const [name, value] of Object.entries(files)) place(join(path, name), value);
  }
}

/**
 * @param {string} path
 * @returns {any}
 */
function read(path) {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return new Link(readlinkSync(path));
  if (!found.isDirectory()) return readFileSync(path);
  return Object.fromEntries(readdirSync(path).map((name) => [name, read(join(path, name))]));
}

const nodeHost = fileURLToPath(new URL('node-host.js', import.meta.url));

/** @type {Record<string, Run>} */
export const hosts = {
  'the part wasi': inMemory,
  'node:wasi': inProcess(({ dirs, module, args, grants: { env = {} } }) => [
    process.execPath,
    '--no-warnings',
    nodeHost,
    JSON.stringify({ dirs, env }),
    module,
    ...args,
  ]),
};

// The runner takes minutes to compile, so it joins once it is there: `make wasi`
// builds it.
const runner = process.env.WASMTIME_RUNNER ?? '';
if (runner !== '') {
  if (!existsSync(runner)) throw new Error(`WASMTIME_RUNNER names ${runner}, which is not there: run make wasi`);
  hosts['wasmtime-runner'] = inProcess(({ dirs, module, args, grants: { env = {}, readOnly = [] } }) => [
    runner,
    'run',
    ...Object.entries(dirs).flatMap(([guest, host]) => ['--dir', `${host}::${guest}${readOnly.includes(guest) ? ':ro' : ''}`]),
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    module,
    ...args,
  ]);
}
