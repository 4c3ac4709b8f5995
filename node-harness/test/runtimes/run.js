// Runs the cases in Bun and in Deno, and prints the results as JSON. The argument
// is JSON, too: the paths of the guests.
import { readFile } from 'node:fs/promises';
import process from 'node:process';

import { runCases } from '../../test-support/run-cases.js';
import { suites } from '../cases/index.js';

const paths = JSON.parse(String(process.argv[2]));
const host = { guest: async (/** @type {string} */ name) => new Uint8Array(await readFile(paths[name])) };
console.log(JSON.stringify(await runCases(suites, host)));
