// A project of its own: a guest, the harness, tests and guarded sizes, from templates/guest.
//
//   node tasks/new.js NAME DIR     as `make new NAME=… DIR=…` does
//
// Exit codes: 0 it is there, 2 usage, 3 a tool failed; with the last two nothing was written.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { write } from './new/project.js';
import { request, Unusable } from './new/request.js';
import { ToolFailed, vendor } from './new/vendor.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const stage = mkdtempSync(join(tmpdir(), 'new-guest-'));
try {
  const { name, folder, shown } = request(root, process.argv.slice(2));
  write(root, name, vendor(root, stage), folder);
  console.log(`${shown} is there. Next step: cd '${shown}' && make test`);
} catch (error) {
  if (!(error instanceof Unusable || error instanceof ToolFailed)) throw error;
  console.error(`new: ${error.message}`);
  process.exitCode = error instanceof Unusable ? 2 : 3;
} finally {
  rmSync(stage, { recursive: true });
}
