import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { guestPath, mustExist, repositoryRoot } from '../test-support/guest-files.js';
import { transcript } from '../test-support/repl-session.js';

const PROMPT = '> ';

/** The pages with a walk through the REPL, which `make bless` writes anew. */
const pages = ['README.md', 'node-harness/README.md'];

for (const page of pages) {
  test(`the walk in ${page} is what the REPL answers`, () => {
    mustExist(guestPath);
    const path = `${repositoryRoot}/${page}`;
    const text = readFileSync(path, 'utf8');
    const found = /(```console\n\$ make repl\n)([^]*?)(```\n)/.exec(text);
    assert.ok(found, 'the page has no walk');
    const inputs = found[2].split('\n').filter((line) => line.startsWith(PROMPT)).map((line) => line.slice(PROMPT.length));
    const today = transcript([guestPath], inputs);
    if (process.env.SNAPSHOTS === 'overwrite') {
      writeFileSync(path, text.replace(found[0], () => found[1] + today + found[3]));
    } else {
      assert.equal(found[2], today, 'run `make bless`, and read what it changed');
    }
  });
}
