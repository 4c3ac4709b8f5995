import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

/**
 * What a page loads beside its module, in bytes: bundled and minified by
 * esbuild, then gzip -9. A budget is what it took when it was set, rounded up to
 * ten; lower one whenever it can be, and say why if one has to rise.
 *
 * @type {[what: string, imports: string[], budget: number, from?: string][]}
 */
const BUDGETS = [
  ['a module of functions of numbers', ['load'], 300],
  ['… with the memory that it imports', ['load', 'memory'], 640],
  ['… and exports that say why they are refused', ['instantiate'], 1010],
  ['text both ways, over bump', ['instantiate', 'heap', 'bump', 'text'], 2040],
  ['… and short text twice as fast', ['instantiate', 'heap', 'bump', 'text', 'shortText'], 2650],
  ['text both ways, through the guest’s own alloc', ['instantiate', 'text'], 1620],
  ['all of instantiate, heap, text, handles, panics, over bump', ['instantiate', 'heap', 'bump', 'text', 'handles', 'panics'], 2480],
  ['all of them, over fast', ['instantiate', 'heap', 'fast', 'text', 'handles', 'panics'], 3080],
  ['all of that in one function, with a heap of its own', ['instantiate'], 1190, 'small.js'],
];

/** @param {string[]} imports @param {string} [from] a file of the core */
async function weigh(imports, from = 'index.js') {
  const core = fileURLToPath(new URL(`../src/core/${from}`, import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: `export { ${imports.join(', ')} } from ${JSON.stringify(core)};`, resolveDir: '.' },
    ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false },
  });
  const [{ contents, text }] = outputFiles;
  return { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length, text };
}

test('what ships is within its budget of bytes', async (t) => {
  for (const [what, imports, budget, from] of BUDGETS) {
    const { minified, gzip } = await weigh(imports, from);
    t.diagnostic(`${gzip} B of ${budget} (${minified} B before gzip)  ${what}: ${imports.join(', ')}`);
    assert.ok(gzip <= budget, `${what} takes ${gzip} B, and has ${budget}: look at what grew, or change BUDGETS and say why`);
  }
});

test('what is not imported is not shipped', async () => {
  const { text } = await weigh(['load']);
  for (const word of ['TextDecoder', 'ERR_', 'Memory', 'Function', 'class']) assert.ok(!text.includes(word), word);
  assert.ok(!(await weigh(['instantiate', 'heap', 'bump', 'text', 'handles', 'panics'])).text.includes('Check which'), 'a whole sentence');
});
