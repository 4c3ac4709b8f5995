/**
 * Runs a command of WASI with Node's own implementation: `node host.js MODULE [ARGS]`; the variable
 * GRANT names a folder that is granted.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { WASI } from 'node:wasi';

import { granted } from './granted.js';

const [module, ...args] = process.argv.slice(2);

const preopens = process.env.GRANT ? { '.': process.env.GRANT } : {};

// #region host
const system = new WASI({ version: 'preview1', args: [module, ...args], env: granted.env, preopens });
const { instance } = await WebAssembly.instantiate(readFileSync(module), { wasi_snapshot_preview1: system.wasiImport });
process.exitCode = system.start(instance);
// #endregion host
