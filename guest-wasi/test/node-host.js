// Runs a WASI command under node:wasi: node-host.js {"dirs":{},"env":{}} MODULE ARGS…
import process from 'node:process';

import { instantiate } from '../../node-harness/src/node.js';
import { nodeWasi } from '../../node-harness/src/wasi/node.js';

const [grants, module, ...args] = process.argv.slice(2);
const { dirs, env } = JSON.parse(grants ?? '{}');
const part = nodeWasi({ args: [String(module), ...args], env, preopens: dirs });
const guest = /** @type {any} */ (await instantiate(String(module), { parts: [part] }));
process.exitCode = guest.wasi.start();
