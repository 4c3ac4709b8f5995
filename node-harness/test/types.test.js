import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

import { HarnessError } from '../src/harness-error.js';
import { declarations } from '../src/types/declarations.js';
import { parameterNames } from '../src/types/names.js';
import { assemble, envFunc, envMemory } from '../test-support/assemble.js';
import { everyType } from '../test-support/every-type.js';
import { matchesGolden } from '../test-support/golden.js';
import { guestPath, mustExist, panicGuestPath, repositoryRoot } from '../test-support/guest-files.js';
import { seeded } from '../test-support/random.js';

const cli = fileURLToPath(new URL('../src/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'node-harness-types-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args */
const run = (...args) => spawnSync(process.execPath, [cli, 'types', ...args], { encoding: 'utf8' });

/**
 * What tsc says to these files, with nothing but the standard library at hand.
 *
 * @param {string} moduleResolution
 * @param {Record<string, string>} files
 */
function tsc(moduleResolution, files) {
  const place = mkdtempSync(join(folder, 'tsc-'));
  for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    writeFileSync(join(place, name), text);
  }
  const sources = Object.keys(files).filter((name) => !name.endsWith('.wasm'));
  const module = moduleResolution === 'bundler' ? 'esnext' : moduleResolution;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(repositoryRoot, 'node_modules/typescript/lib/tsc.js'),
      ...['--noEmit', '--strict', '--checkJs', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes'],
      ...['--target', 'es2023', '--lib', 'es2023,dom', '--module', module, '--moduleResolution', moduleResolution],
      ...sources,
    ],
    { cwd: place, encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
  );
  return stdout + stderr;
}

/** Where a golden file of this test is. @param {string} name */
const golden = (name) => readFileSync(new URL(`golden/types/${name}`, import.meta.url), 'utf8');

test('the types of the guests, and of a module with every type, are as they were read', () => {
  matchesGolden('types/guest.wasm.d.ts', declarations(readFileSync(mustExist(guestPath)), 'guest.wasm'));
  matchesGolden('types/panics.wasm.d.ts', declarations(readFileSync(mustExist(panicGuestPath)), 'panics.wasm'));
  matchesGolden('types/every.wasm.d.ts', declarations(everyType, 'every.wasm'));
  matchesGolden('types/empty.wasm.d.ts', declarations(assemble({}), 'empty.wasm'));
});

for (const moduleResolution of ['nodenext', 'bundler']) {
  test(`under ${moduleResolution} what is right compiles, and what is wrong does not`, () => {
    const files = Object.fromEntries(
      ['guest.wasm.d.ts', 'panics.wasm.d.ts', 'every.wasm.d.ts', 'empty.wasm.d.ts'].map((name) => [name, golden(name)]),
    );
    // Each line that must not compile stands behind @ts-expect-error, which is an error itself where nothing is wrong.
    files['uses.ts'] = golden('uses.ts');
    files['uses-in-jsdoc.js'] = golden('uses-in-jsdoc.js');
    assert.equal(tsc(moduleResolution, files), '');
  });
}

test('a thousand names of any characters are names of properties, unchanged', () => {
  const random = seeded(0x7e57);
  const names = new Set(['', 'a', 'default', 'export', 'constructor', 'prototype', '#private', '[Symbol.iterator]', '-1', '01', '1e3']);
  while (names.size < 1000) {
    const chars = Array.from({ length: random.below(6) }, () => {
      const limit = [0x80, 0x80, 0x3000, 0x110000][random.below(4)];
      return String.fromCodePoint(random.below(limit));
    });
    const name = chars.join('');
    if (!/\p{Surrogate}/u.test(name)) names.add(name);
  }
  const bytes = assemble({
    imports: [envMemory(), ...[...names].map((name) => ({ module: name, name, func: {} }))],
    funcs: [...names].map((name) => ({ name, code: [] })),
  });
  const uses = [...names].map((name) => `e[${JSON.stringify(name)}](); i[${JSON.stringify(name)}][${JSON.stringify(name)}]();`);
  assert.equal(
    tsc('nodenext', {
      'names.wasm.d.ts': declarations(bytes, 'names.wasm'),
      'uses.ts': `import type { Exports, Imports } from './names.wasm.d.ts';
        declare const e: Exports;
        declare const i: Imports;
        ${uses.join('\n')}
        // @ts-expect-error
        e.nothingOfThisName();`,
    }),
    '',
  );
});

test('a damaged module has types, or is refused in words of the harness', () => {
  const random = seeded(0xda);
  const seen = { written: 0, refused: 0 };
  for (let round = 0; round < 5000; round++) {
    const bytes = everyType.slice();
    bytes[8 + random.below(bytes.length - 8)] = random.below(256);
    try {
      assert.match(declarations(bytes, 'damaged.wasm'), /^export type Exports = \{/m);
      seen.written++;
    } catch (error) {
      assert.ok(error instanceof HarnessError, String(error));
      seen.refused++;
    }
  }
  assert.ok(seen.written > 500 && seen.refused > 500, JSON.stringify(seen));
});

test('a file name that could end a comment or a string does not', () => {
  const name = '*/ "quoted" `back`\u2028\nexport const x = 1; .wasm';
  const text = declarations(assemble({ imports: [envFunc('f', {})] }), name);
  assert.equal(tsc('nodenext', { 'a.wasm.d.ts': text }), '');
  assert.doesNotMatch(text, /^export const/m);
});

test('parameters keep their names as far as TypeScript lets them', () => {
  assert.deepEqual(parameterNames(['ptr', undefined, '', 'this', 'a-b', 'a_b', '2d', 'ptr', 'p1', 'ü']), [
    'ptr', 'p1', 'p2', 'this_', 'a_b', 'a_b_', '_2d', 'ptr_', 'p1_', '_',
  ]);
});

test('the command writes beside the module, elsewhere, or to standard output', () => {
  const path = join(folder, 'guest.wasm');
  copyFileSync(mustExist(guestPath), path);
  const silent = run(path);
  assert.equal(silent.stdout + silent.stderr, '');
  assert.equal(silent.status, 0);
  assert.equal(readFileSync(`${path}.d.ts`, 'utf8'), golden('guest.wasm.d.ts'));
  const other = join(folder, 'other.d.ts');
  assert.equal(run(path, `--output=${other}`).status, 0);
  assert.equal(readFileSync(other, 'utf8'), golden('guest.wasm.d.ts'));
  assert.equal(run(path, '--output=-').stdout, golden('guest.wasm.d.ts'));
});

test('--check is green for types that are up to date, and red for others', () => {
  const path = join(folder, 'checked.wasm');
  writeFileSync(path, assemble({ imports: [envMemory()] }));
  assert.equal(
    run(path, '--check').stderr,
    `error: cannot read ${path}.d.ts: ENOENT. Write it with \`wasm-by-hand types ${path}\`.\n`,
  );
  assert.equal(run(path).status, 0);
  assert.equal(run(path, '--check').status, 0);
  writeFileSync(path, everyType);
  const stale = run(path, '--check');
  assert.equal(
    stale.stderr,
    `error: ${path}.d.ts does not have the types of ${path}. Write them anew with \`wasm-by-hand types ${path}\`.\n`,
  );
  assert.equal(stale.status, 2);
});

test('what cannot be read, written or understood is refused by name', () => {
  const damaged = join(folder, 'damaged.wasm');
  writeFileSync(damaged, everyType.subarray(0, 100));
  const isFolder = join(folder, 'folder');
  mkdirSync(isFolder);
  const path = join(folder, 'plain.wasm');
  writeFileSync(path, assemble({}));
  for (const [args, message] of /** @type {[string[], string][]} */ ([
    [[], 'of which module? See `wasm-by-hand types --help`.'],
    [[damaged], 'damaged.wasm is malformed at byte 0x2b: section 2 wants 188 bytes where 57 are left. The file is cut short or damaged; build or copy it again.'],
    [[join(folder, 'none.wasm')], `cannot read ${folder}/none.wasm: ENOENT. Give the path of a module.`],
    [[isFolder], `cannot read ${isFolder}: EISDIR. Give the path of a module.`],
    [[path, `--output=${isFolder}`], `cannot write ${isFolder}: EISDIR. Give another file with --output.`],
  ])) {
    const { stdout, stderr, status } = run(...args);
    assert.equal(stderr, `error: ${message}\n`);
    assert.equal(stdout, '');
    assert.equal(status, 2);
  }
});
