import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { contest, median, quantile, ratios } from '../bench/contest.js';
import { loadGlue } from '../bench/glue.js';
import { textTable } from '../bench/tables.js';
import { KINDS, LENGTHS, textsOf } from '../bench/texts.js';

const folder = mkdtempSync(join(tmpdir(), 'node-harness-bench-'));
after(() => rmSync(folder, { recursive: true }));

test('sides take turns with the same arguments, each as often as the other', () => {
  /** @type {Record<string, string[]>} */
  const seen = { a: [], b: [] };
  const order = /** @type {string[]} */ ([]);
  const side = (/** @type {string} */ name) => (/** @type {string} */ argument) => {
    if (order.at(-1) !== name) order.push(name);
    if (seen[name].length < 100) seen[name].push(argument);
  };
  const times = contest({ a: side('a'), b: side('b') }, ['x', 'y', 'z'], 4);
  assert.deepEqual(Object.keys(times), ['a', 'b']);
  assert.ok(Object.values(times).every((each) => each.length === 4 && each.every((ns) => ns > 0)));
  assert.deepEqual(seen.a.slice(0, 3), seen.b.slice(0, 3));
  // Warm-up, then a b, b a, a b, b a: what ends a round begins the next.
  assert.deepEqual(order.slice(2), ['a', 'b', 'a', 'b', 'a']);
});

test('the middle of an odd number of times is one of them', () => {
  assert.equal(median([5, 1, 9]), 5);
  assert.equal(quantile([4, 1, 3, 2, 5], 0.25), 2);
  assert.deepEqual(ratios([2, 9], [4, 3]), [0.5, 3]);
});

test('texts have the length that is asked for, and characters of their kind', () => {
  for (const kind of KINDS) {
    for (const length of LENGTHS) {
      const texts = textsOf(kind, length);
      assert.equal(texts.length, 8);
      assert.ok(texts.every((text) => text.length === length));
      assert.equal(texts.some((text) => /[^\0-\x7f]/.test(text)), kind !== 'ASCII');
    }
  }
});

test('a row says what both take, and the middle half of their ratios', () => {
  assert.equal(
    textTable([
      { kind: 'ASCII', length: 65536, generated: 9876.5, guarded: 120.4, ours: 99, toGenerated: [0.1, 0.2, 0.3], toGuarded: [0.8, 0.9, 1.1] },
    ])
      .split('\n')
      .at(-1),
    '| ASCII | 65,536 | 9,877 | 120 | 99 | 0.20 (0.20–0.30) | 0.90 (0.90–1.10) |',
  );
});

test('glue without the loop that is to be guarded is refused, as is glue with two', () => {
  const loop = 'for (; offset < len; offset++) {\n}';
  for (const source of ['', `${loop}\n${loop}`]) {
    writeFileSync(join(folder, 'greet_bindgen.js'), source);
    assert.throws(() => loadGlue(folder), /does not have the loop `for \(; offset < len; offset\+\+\) \{` once/);
  }
  writeFileSync(join(folder, 'greet_bindgen.js'), `exports.source = function () { let offset, len = 3; ${loop} };`);
  const { generated, guarded } = /** @type {any} */ (loadGlue(folder));
  assert.match(String(generated.source), /offset < len; offset/);
  assert.match(String(guarded.source), /offset < len && offset < 20; offset/);
});
