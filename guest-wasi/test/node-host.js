// Runs a WASI command under node:wasi: node-host.js {"dirs":{},"env":{}} MODULE ARGS…
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { WASI } from 'node:wasi';

const [grants, module, ...args] = process.argv.slice(2);
const { dirs, env } = JSON.parse(grants ?? '{}');
const wasi = new WASI({ version: 'preview1', args: [String(module), ...args], env, preopens: dirs, returnOnExit: true });
const { instance } = await WebAssembly.instantiate(readFileSync(String(module)), /** @type {WebAssembly.Imports} */ (wasi.getImportObject()));
process.exitCode = wasi.start(instance);
