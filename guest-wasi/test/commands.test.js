// Every command, under every host.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { commandsOf } from './commands.js';
import { hosts } from './hosts.js';

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url));
const guest = async (/** @type {string} */ name) => readFileSync(join(target, 'wasm32-wasip1/release', `${name}.wasm`));

for (const [name, run] of Object.entries(hosts)) {
  describe(name, () => {
    for (const [title, body] of Object.entries(commandsOf(run))) test(title, () => body({ guest }));
  });
}
