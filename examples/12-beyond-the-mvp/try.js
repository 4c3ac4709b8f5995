// Tries features in the host that runs this, Node, Bun or Deno, and prints as JSON what came of each: `try.js [NAME…]`.
import { readFile } from 'node:fs/promises';
import process from 'node:process';

import { FEATURES, attempt } from './features.js';

const names = process.argv.slice(2);
const results = {};
for (const feature of FEATURES.filter(({ name }) => names.length === 0 || names.includes(name))) {
  results[feature.name] = await attempt(feature, await readFile(new URL(`${feature.name}.wasm`, import.meta.url)));
}
console.log(JSON.stringify(results));
process.exit();
