// The cases that run in every JavaScript host, in Node.
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';

import { guestPaths, mustExist } from '../test-support/guest-files.js';
import { suites } from './cases/index.js';

const host = { guest: async (/** @type {string} */ name) => new Uint8Array(await readFile(mustExist(guestPaths[name]))) };

for (const [suite, cases] of Object.entries(suites)) {
  describe(suite, () => {
    for (const [name, body] of Object.entries(cases)) test(name, async () => void (await body(host)));
  });
}
