import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';

import { CANNOT_RUN, OUT_OF_DATE } from '../command-line.js';
import { environment } from '../environment.js';
import { lesson, root } from '../test-support/lesson.js';

const WITH_JCO = '```console made-with=jco\n$ jco\nall of 7 B\n```\n\n*Made with jco 1.2.3.*\n';

/**
 * Runs an action where jco has this version, and prints this.
 *
 * @template T
 * @param {string} version
 * @param {string} prints
 * @param {() => Promise<T>} action
 */
async function withJco(version, prints, action) {
  const folder = mkdtempSync(join(root, 'jco-'));
  writeFileSync(join(folder, 'jco'), `#!/bin/sh\n[ "$1" = --version ] && echo '${version}' || echo '${prints}'\n`);
  chmodSync(join(folder, 'jco'), 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${folder}${delimiter}${path}`;
  try {
    return await action();
  } finally {
    process.env.PATH = path;
  }
}

test('what a tool has made is compared exactly where the tool has the version that stands below', async () => {
  const { run, page } = lesson(WITH_JCO);
  assert.equal((await withJco('1.2.3', 'all of 7 B', () => run('check'))).code, 0);
  const { code, said } = await withJco('1.2.3', 'all of 8 B', () => run('check'));
  assert.equal(code, OUT_OF_DATE);
  assert.match(said, /README\.md:2: `jco` prints something else\n-all of 7 B\n\+all of 8 B\n/);
  assert.equal(page(), WITH_JCO);
});

test('where the tool has another version numbers may differ, which is said, and words may not', async () => {
  const { run, page } = lesson(WITH_JCO);
  const other = await withJco('1.3.0', 'all of 8 B', () => run('check'));
  assert.equal(other.code, 0);
  assert.match(other.said, /README\.md: line 1 was made with jco 1\.2\.3, and here is jco 1\.3\.0: its words are compared, not its numbers$/m);
  assert.equal((await withJco('1.3.0', 'all of 8 pages', () => run('check'))).code, OUT_OF_DATE);
  assert.equal(page(), WITH_JCO);
});

test('bless writes what a tool makes today, and with which version', async () => {
  for (const before of [WITH_JCO, WITH_JCO.replace(/\n\*.*\n/, '')]) {
    const { run, page } = lesson(`${before}\nMore.\n`);
    await withJco('1.3.0', 'all of 8 B', async () => {
      assert.equal((await run('bless')).code, 0);
      assert.equal(page(), `${WITH_JCO.replace('7', '8').replace('1.2.3', '1.3.0')}\nMore.\n`);
      assert.equal((await run('check')).code, 0);
    });
  }
  const untold = lesson(WITH_JCO.replace(/\n\*.*\n/, ''));
  assert.match((await withJco('1.3.0', 'all of 7 B', () => untold.run('check'))).said, /:2: nothing below says what it was made with/);
});

test('a tool without a known version is refused, one that is silent too, and where it is missing the block is left out', async () => {
  const unknown = await lesson('```console made-with=coffee\n$ true\n```\n').run('check');
  assert.equal(unknown.code, CANNOT_RUN);
  assert.match(unknown.said, /:1: no version is known of `coffee`\. Next step: use one of clang, .*, or add it to tasks\/lessons\/made-with\.js/);
  const { PATH: bare } = environment();
  const path = process.env.PATH;
  process.env.PATH = bare;
  try {
    const { code, said } = await lesson(WITH_JCO).run('check');
    assert.equal(code, 0, said);
    assert.match(said, /line 1 is left out, since it needs jco: npm install/);
  } finally {
    process.env.PATH = path;
    rmSync(bare, { recursive: true });
  }
  const { run } = lesson(WITH_JCO);
  const silent = await withJco('', 'all of 7 B', () => run('check'));
  assert.equal(silent.code, CANNOT_RUN);
  assert.match(silent.said, /:1: jco does not say its version\. Next step: try `jco --version/);
});
