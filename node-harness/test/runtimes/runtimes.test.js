// The cases that run in every JavaScript host, in Bun and in Deno. `make
// test-runtimes` installs both, and sets BUN and DENO.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { guestPaths, mustExist } from '../../test-support/guest-files.js';
import { report } from '../../test-support/report.js';

const script = fileURLToPath(new URL('run.js', import.meta.url));

for (const { name, program, args } of [
  { name: 'Bun', program: process.env.BUN, args: ['run'] },
  { name: 'Deno', program: process.env.DENO, args: ['run', '--no-config', '--no-remote', '--no-npm', '--allow-read'] },
]) {
  test(`every case passes in ${name}`, async (t) => {
    assert.ok(program, `run \`make test-runtimes\`, or set ${name.toUpperCase()} to the path of ${name}`);
    Object.values(guestPaths).forEach(mustExist);
    const { status, stdout, stderr, error } = spawnSync(program, [...args, script, JSON.stringify(guestPaths)], { encoding: 'utf8' });
    assert.equal(error, undefined);
    assert.equal(status, 0, stderr);
    await report(t, JSON.parse(stdout));
  });
}
