import assert from 'node:assert/strict';
import { test } from 'node:test';

import { column, open, pageOf, write } from './browser.js';
import { report } from './files.js';

/** One cell of the report has failed. */
const TOOL_FAILED = 3;
const page = pageOf(['merge', write('report.json', report({ fails: true }))], TOOL_FAILED);

/** @param {import('playwright-core').Page} page */
const lines = (page) =>
  page.locator('.heat tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

test('sizes are drawn over the axes, the metric and the values that are chosen', async () => {
  await open(page, async (page) => {
    const choose = (/** @type {string} */ name, /** @type {string} */ value) => page.locator(`.heat-map select[name="${name}"]`).selectOption(value);
    // The axis with the most values is down; of `strip`, the smallest is taken.
    assert.deepEqual(await lines(page), [
      ['features ▾ opt-level ▸', 's', 'z'],
      ['plain', '600 B', '300 B'],
      ['fancy', '650 B', '350 B'],
      ['third', '700 B', '800 B'],
    ]);
    await choose('size', 'gzip');
    assert.equal((await lines(page))[1][1], '300 B');
    await choose('size', 'brotli');
    await choose('strip', 'none');
    assert.equal((await lines(page))[1][1], '~334 B');
    await choose('size', 'raw');
    await choose('strip', 'symbols');
    assert.equal((await lines(page))[3][2], 'failed');
    await choose('rows', 'strip');
    assert.deepEqual((await lines(page)).map(([first]) => first), ['strip ▾ opt-level ▸', 'none', 'symbols']);
    await choose('columns', 'strip');
    assert.deepEqual((await lines(page)).map(([first]) => first), ['opt-level ▾ strip ▸', 's', 'z']);
  });
});

test('colours follow the sizes, and a place says which settings it is', async () => {
  await open(page, async (page) => {
    const colour = (/** @type {string} */ text) =>
      page.locator('.heat td', { hasText: text }).first().evaluate((cell) => getComputedStyle(cell).backgroundColor);
    assert.notEqual(await colour('300 B'), await colour('800 B'));
    await page.locator('.heat td[tabindex="0"]').focus();
    const about = page.locator('.heat-map .about');
    assert.equal(await about.textContent(), '600 B raw: opt-level=s, features=plain, strip=symbols');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    assert.equal(await about.textContent(), '350 B raw: opt-level=z, features=fancy, strip=symbols');
  });
});

test('the cells, the effects, the failures and the provenance are there', async () => {
  await open(page, async (page) => {
    assert.equal(await page.locator('#cells tbody tr').count(), 11);
    assert.equal((await column(page.locator('#cells'), 'raw'))[0], '300 B');
    assert.ok((await column(page.locator('#cells'), 'brotli')).some((size) => size.startsWith('~')));
    await page.locator('#cells select').first().selectOption('z (5)');
    assert.equal(await page.locator('#cells tbody tr').count(), 5);
    assert.deepEqual((await column(page.locator('#effects'), 'setting')).slice(0, 2), ['opt-level=z', 'features=fancy']);
    const text = (await page.locator('main').textContent()) ?? '';
    assert.ok(text.includes('failed: Oz.third.strip-symbols') && text.includes('error: <b>no such thing</b>'));
    assert.ok(text.includes('cargo: cargo 1.99.1'));
  });
});
