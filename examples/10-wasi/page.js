/** Runs a command of WASI over files in memory, as a page would: `node page.js MODULE [ARGS]`. */
import process from 'node:process';

import { instantiate } from '@wasm-by-hand/node-harness';
import { lines, wasi } from '@wasm-by-hand/node-harness/wasi';

import { granted } from './granted.js';

const [module, ...args] = process.argv.slice(2);

// #region page
const part = wasi({ ...granted, args: [module, ...args], stdout: lines((line) => console.log(line)) });
const guest = await instantiate(module, { parts: [part] });
process.exitCode = guest.wasi.start();
// #endregion page
