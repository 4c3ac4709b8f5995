import assert from 'node:assert/strict';
import { test } from 'node:test';

import { column, open, pageOf, write } from './browser.js';
import { moduleOf, report, small } from './files.js';

const shop = write('shop.wasm', small);

/** @param {string[]} sizes */
const numbers = (sizes) => sizes.map((size) => Number(size.replace(/[^\d−-]/g, '').replace('−', '-')));

test('a table is sorted by a click on a header, and by Enter', async () => {
  await open(pageOf(['top', shop]), async (page) => {
    const listing = page.locator('#top');
    const header = listing.locator('th', { hasText: 'bytes' });
    const largest = numbers(await column(listing, 'bytes'));
    assert.deepEqual(largest, largest.toSorted((a, b) => b - a));
    await header.locator('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    await header.locator('button').press('Enter');
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    assert.deepEqual(numbers(await column(listing, 'bytes')), largest.toReversed());
    await listing.locator('th', { hasText: 'name' }).locator('button').press('Enter');
    assert.equal(await header.getAttribute('aria-sort'), 'none');
    const names = await column(listing, 'name');
    assert.deepEqual(names, names.toSorted());
  });
});

test('rows are chosen by kind, and the sum is of those', async () => {
  await open(pageOf(['top', shop]), async (page) => {
    const listing = page.locator('#top');
    assert.equal(await listing.locator('tfoot td').first().textContent(), `${small.length.toLocaleString('en')} B`);
    await listing.locator('select').selectOption({ label: 'export (28)' });
    assert.equal(await listing.locator('tbody tr').count(), 28);
    assert.match((await listing.locator('.status').textContent()) ?? '', /^28 of \d+ rows$/);
    const sum = numbers(await column(listing, 'bytes')).reduce((a, b) => a + b);
    assert.deepEqual(numbers(await listing.locator('tfoot td').first().allTextContents()), [sum]);
  });
});

test('many rows are shown on demand, and --limit says what is left out', async () => {
  const many = write('many.wasm', moduleOf(Array.from({ length: 150 }, (_, i) => `f${i}`)));
  await open(pageOf(['top', many]), async (page) => {
    assert.equal(await page.locator('tbody tr').count(), 100);
    await page.locator('.more').click();
    assert.ok((await page.locator('tbody tr').count()) > 300);
    assert.ok(await page.locator('.more').isHidden());
  });
  await open(pageOf(['top', many, '--limit', '7']), async (page) => {
    assert.equal(await page.locator('tbody tr').count(), 7);
    assert.match((await page.locator('.status').textContent()) ?? '', /^7 of 7 rows; the first of \d+ rows, [\d,]+ B; --limit N shows more$/);
  });
});

test('every question has its table', async () => {
  const questions = ['sections', 'top', 'dominators', 'paths', 'monos', 'garbage', 'crates', 'leb'];
  await open(pageOf(['show', shop, ...questions.map((question) => `--${question}`)]), async (page) => {
    for (const question of questions) assert.equal(await page.locator(`#${question} h2`).count(), 1, question);
    assert.ok((await column(page.locator('#paths'), 'path')).includes('(from outside)'));
    assert.ok((await column(page.locator('#dominators'), 'retained')).every((size) => size.endsWith(' B')));
  });
});

test('a difference has a bar and a sign for each row, and is chosen by kind of change', async () => {
  const wasm = moduleOf(['shop::cart::add_0', 'main', 'fresh', 'fresher']);
  const other = write('other.wasm', wasm);
  await open(pageOf(['diff', shop, other, '--all']), async (page) => {
    const listing = page.locator('#diff');
    const deltas = numbers(await column(listing, 'difference'));
    const whole = wasm.length - small.length;
    assert.equal(deltas.reduce((a, b) => a + b), whole);
    assert.deepEqual(numbers(await listing.locator('tfoot td').first().allTextContents()), [whole]);
    assert.ok((await listing.locator('td:has(.shrunk)').allTextContents()).every((text) => text.startsWith('−')));
    const removed = await listing.locator('tbody tr', { hasText: 'removed' }).count();
    await listing.locator('select').first().selectOption(`removed (${removed})`);
    assert.ok((await column(listing, 'change')).every((change) => change === 'removed'));
  });
});

test('two reports of a matrix are compared by cell', async () => {
  const [old, new_] = [write('old.json', report()), write('new.json', report({ more: 12 }))];
  await open(pageOf(['diff', old, new_]), async (page) => {
    assert.match((await page.locator('header').textContent()) ?? '', /\+72 B/);
    assert.deepEqual(await column(page.locator('#diff'), 'difference'), Array(6).fill('+12 B'));
    assert.equal(await page.locator('.grown').count(), 6);
  });
});
