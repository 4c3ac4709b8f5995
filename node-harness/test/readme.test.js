import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { guestPath, mustExist, repositoryRoot } from '../test-support/guest-files.js';

const PROMPT = '> ';

/** The pages with a walk through the REPL, which `make bless` writes anew. */
const pages = ['README.md', 'node-harness/README.md'];

/**
 * The walk as the REPL answers it today, prompts included.
 *
 * @param {string[]} inputs what is typed
 */
function walk(inputs) {
  const marker = '"a line was answered"';
  const { stdout, stderr } = spawnSync(process.execPath, ['node-harness/src/cli.js', 'repl', guestPath], {
    cwd: repositoryRoot,
    input: inputs.flatMap((line) => [line, marker]).join('\n') + '\n',
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  const [, ...answers] = stdout.split('\n').map((line) => line.replace(/^(> )+/, ''));
  const blocks = answers.join('\n').split(`'a line was answered'\n`);
  return inputs.flatMap((line, i) => [
    PROMPT + line,
    ...blocks[i].split('\n').filter((text) => text !== '' && text !== 'undefined'),
  ]);
}

for (const page of pages) {
  test(`the walk in ${page} is what the REPL answers`, () => {
    mustExist(guestPath);
    const path = `${repositoryRoot}/${page}`;
    const text = readFileSync(path, 'utf8');
    const found = /(```console\n\$ make repl\n)([^`]*)(```)/.exec(text);
    assert.ok(found, 'the page has no walk');
    const inputs = found[2].split('\n').filter((line) => line.startsWith(PROMPT)).map((line) => line.slice(PROMPT.length));
    const today = walk(inputs).join('\n') + '\n';
    if (process.env.SNAPSHOTS === 'overwrite') {
      writeFileSync(path, text.replace(found[0], () => found[1] + today + found[3]));
    } else {
      assert.equal(found[2], today, 'run `make bless`, and read what it changed');
    }
  });
}
