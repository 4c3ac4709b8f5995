import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, pageOf, write } from './browser.js';
import { small } from './files.js';

/** @typedef {import('playwright-core').Page} Page */

const path = write('shop.wasm', small);
const page = pageOf(['show', path]);

/** @param {Page} page */
const tiles = (page) =>
  page.locator('.tile').evaluateAll((tiles) =>
    tiles.map((tile) => {
      const { x, y, width, height } = tile.getBoundingClientRect();
      const { level, bytes, name } = /** @type {HTMLElement} */ (tile).dataset;
      return { level: Number(level), bytes: Number(bytes), name, x, y, width, height };
    }),
  );

/** @param {Page} page */
const shown = async (page) => Number(await page.locator('.treemap').getAttribute('data-bytes'));

/** What is looked at, from the file down. @param {Page} page */
const way = (page) => page.locator('nav button').allTextContents();

/** @param {Page} page @param {string} name */
const tile = (page, name) => page.locator(`.tile[data-name="${name}"]`).first();

test('tiles add up to the file, and their areas are in proportion to bytes', async () => {
  await open(page, async (page) => {
    assert.equal(await shown(page), small.length);
    const map = await page.locator('.treemap').boundingBox();
    assert.ok(map);
    const all = await tiles(page);
    const parts = all.filter(({ level }) => level === 0);
    assert.equal(parts.reduce((sum, { bytes }) => sum + bytes, 0), small.length);
    for (const { name, bytes, width, height } of parts) {
      const expected = (map.width * map.height * bytes) / small.length;
      assert.ok(Math.abs(width * height - expected) < 1 + expected / 100, `${name}: ${width * height}, not ${expected}`);
    }
    const names = all.map(({ name }) => name);
    for (const name of ['code', 'shop', 'cart', 'shop::cart::add_0', 'till', '(no crate)', 'main', 'export', 'payload']) {
      assert.ok(names.includes(name), `${name} is not among ${names}`);
    }
  });
});

test('the mouse goes into a group and out of it', async () => {
  await open(page, async (page) => {
    await tile(page, 'cart').click({ position: { x: 4, y: 4 } });
    assert.deepEqual(await way(page), ['shop.wasm', 'code', 'shop', 'cart']);
    const parts = (await tiles(page)).filter(({ level }) => level === 0);
    assert.equal(parts.length, 12);
    assert.equal(parts.reduce((sum, { bytes }) => sum + bytes, 0), await shown(page));
    await page.locator('nav button', { hasText: 'code' }).click();
    assert.deepEqual(await way(page), ['shop.wasm', 'code']);
    await page.locator('nav button').first().click();
    assert.equal(await shown(page), small.length);
    // A function is looked at in its group.
    await tile(page, 'shop::pay::card_0').click();
    assert.deepEqual(await way(page), ['shop.wasm', 'code', 'shop', 'pay']);
  });
});

test('the keyboard walks, goes in and comes out', async () => {
  await open(page, async (page) => {
    const focused = () => page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.name);
    const press = async (/** @type {string[]} */ ...keys) => {
      for (const key of keys) await page.keyboard.press(key);
      return focused();
    };
    await page.locator('nav button').last().focus();
    assert.equal(await press('Tab'), 'code');
    assert.equal(await press('ArrowRight'), 'export');
    assert.equal(await press('ArrowLeft', 'ArrowDown'), 'shop');
    assert.equal(await press('ArrowDown'), 'cart');
    assert.equal(await press('ArrowUp'), 'shop');
    assert.equal(await press('Enter'), 'cart');
    assert.deepEqual(await way(page), ['shop.wasm', 'code', 'shop']);
    assert.equal(await press('Enter'), 'shop::cart::add_0');
    assert.equal(await press('Escape'), 'cart');
    assert.equal(await press('Escape'), 'shop');
    assert.equal(await press('Escape'), 'code');
    assert.deepEqual(await way(page), ['shop.wasm']);
    assert.equal(await press('Escape'), 'code');
    assert.equal(await shown(page), small.length);
  });
});

test('what is under the pointer or in focus is named, with its bytes and parts', async () => {
  await open(page, async (page) => {
    const about = page.locator('.map .about');
    await tile(page, 'till::open_0').hover();
    assert.match((await about.textContent()) ?? '', /^till::open_0 \d+ B, \d+\.\d % of the file, \d+\.\d % of till$/);
    await tile(page, 'payload').focus();
    assert.match((await about.textContent()) ?? '', /^payload 311 B, \d+\.\d % of the file, 100\.0 % of custom$/);
  });
});

test('a search says how much matches, dims the rest and narrows the tables', async () => {
  await open(page, async (page) => {
    await page.locator('input').fill('CARD_1');
    const [, things, bytes] = /^(\d+) of \d+ things match: (\d+) B, \d+\.\d % of the file$/.exec(
      (await page.locator('output').textContent()) ?? '',
    ) ?? ['', '', ''];
    // The function and its export.
    assert.equal(things, '2');
    const matching = page.locator('.tile:not(.dim):not(.group)');
    assert.deepEqual(await matching.evaluateAll((tiles) => tiles.map((tile) => /** @type {HTMLElement} */ (tile).dataset.name)), [
      'shop::pay::card_1',
      'shop::pay::card_1',
    ]);
    const sum = (await matching.evaluateAll((tiles) => tiles.map((tile) => Number(/** @type {HTMLElement} */ (tile).dataset.bytes)))).reduce((a, b) => a + b);
    assert.equal(Number(bytes), sum);
    assert.equal(await page.locator('#top tbody tr').count(), 2);
    assert.equal(await page.locator('#top tfoot td').first().textContent(), `${bytes} B`);
    assert.equal(await page.locator('#sections tbody tr').count(), 0);
    // It holds on where the map goes.
    await tile(page, 'pay').click({ position: { x: 4, y: 4 } });
    assert.equal(await page.locator('.tile:not(.dim)').count(), 1);
    await page.locator('input').fill('');
    assert.equal(await page.locator('.tile.dim').count(), 0);
    assert.equal(await page.locator('output').textContent(), '');
  });
});

test('a module of 30,000 functions is drawn with few tiles, and each can be reached', async () => {
  await open(pageOf(['top', write('large.wasm', large()), '--limit', '5']), async (page) => {
    const all = await tiles(page);
    assert.ok(all.length < 5000, `${all.length} tiles`);
    const parts = all.filter(({ level }) => level === 0);
    assert.equal(parts.reduce((sum, { bytes }) => sum + bytes, 0), large().length);
    await tile(page, 'code').focus();
    for (let depth = 0; depth < 4 && (await page.locator('.tile.group').count()) > 0; depth += 1) {
      await page.locator('.tile.group').last().press('Enter');
    }
    assert.equal(await page.locator('.tile.group').count(), 0);
    assert.ok((await page.locator('.tile').count()) < 500);
  });
});

/** Functions without names: `(func)` 30,000 times. */
function large() {
  const count = 30_000;
  const leb = [count & 0x7f | 0x80, (count >> 7) & 0x7f | 0x80, count >> 14];
  const section = (/** @type {number} */ id, /** @type {number[]} */ entries) => {
    const length = leb.length + entries.length;
    return [id, length & 0x7f | 0x80, (length >> 7) & 0x7f | 0x80, length >> 14, ...leb, ...entries];
  };
  const functions = section(3, new Array(count).fill(0));
  const code = section(10, new Array(count).fill([2, 0, 0x0b]).flat());
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, ...functions, ...code]);
}
