import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { repositoryRoot } from '../test-support/guest-files.js';

const harness = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'node-harness-declarations-'));
after(() => rmSync(folder, { recursive: true }));

/**
 * What tsc has to say.
 *
 * @param {string} cwd
 * @param {string[]} args
 */
const tsc = (cwd, ...args) =>
  spawnSync(process.execPath, [join(repositoryRoot, 'node_modules/typescript/lib/tsc.js'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  }).stdout;

// The package as `npm pack` would have it, as far as a compiler looks.
before(() => {
  const installed = join(folder, 'node_modules/@wasm-by-hand/node-harness');
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(harness, 'package.json'), join(installed, 'package.json'));
  assert.equal(tsc(harness, '-p', 'tsconfig.json', '--outDir', join(installed, 'types')), '');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(new URL('golden/types/consumer.ts', import.meta.url), join(folder, 'consumer.ts'));
});

for (const [moduleResolution, module, ...conditions] of [
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
  ['bundler', 'esnext', '--customConditions', 'node'],
]) {
  test(`a program compiles, and its mistakes do not: ${[moduleResolution, ...conditions].join(' ')}`, () => {
    const said = tsc(
      folder,
      ...['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,esnext.disposable', '--types', ''],
      ...['--module', module, '--moduleResolution', moduleResolution, ...conditions, 'consumer.ts'],
    );
    assert.equal(said, '');
  });
}
