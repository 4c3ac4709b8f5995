import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { write } from '../write.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const book = mkdtempSync(join(tmpdir(), 'book-'));
/** To be looked at: the tests say that nothing is broken, not that it is beautiful. */
const pictures = resolve(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'book-screenshots');

/** A page of prose and pictures, one of commands, one of wide tables. */
const PAGES = { path: 'docs/index.html', lesson: 'examples/01-first-module/index.html', allocators: 'docs/allocators.html' };

/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  assert.ok(process.env.CHROMIUM, 'run `make test-browser`, or set CHROMIUM to the path of a Chromium');
  write(root, book);
  mkdirSync(pictures, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
});
after(async () => {
  await browser?.close();
  rmSync(book, { recursive: true });
});

/**
 * Looks at a page, which must not ask for anything outside of the book, nor have an error.
 *
 * @param {string} path
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(page: import('playwright-core').Page) => Promise<void>} look
 */
async function open(path, options, look) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(pathToFileURL(book).href) && !request.url().startsWith('data:')) complaints.push(`request: ${request.url()}`);
  });
  try {
    await page.goto(pathToFileURL(join(book, path)).href);
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const html = () => readdirSync(book, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));

test('every link and every picture of every page is in the book, down to the heading', () => {
  const ids = new Map(html().map((name) => [join(book, name), new Set([...readFileSync(join(book, name), 'utf8').matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))]));
  let links = 0;
  for (const name of html()) {
    for (const [, target] of readFileSync(join(book, name), 'utf8').matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(https:|data:)/.test(target)) continue;
      const [file, anchor] = decodeURI(target).split('#');
      const path = file === '' ? join(book, name) : join(book, dirname(name), file);
      assert.ok(existsSync(path), `${name} leads to ${target}, which is not there`);
      assert.ok(anchor === undefined || ids.get(path)?.has(anchor), `${name} leads to ${target}, which has no such heading`);
      links += 1;
    }
  }
  assert.ok(links > html().length * 10);
});

test('the pages of docs/README.md follow each other in its order', () => {
  const order = ['index.html'];
  for (;;) {
    const at = order[order.length - 1];
    const next = /<a rel="next" href="([^"]*)"/.exec(readFileSync(join(book, at), 'utf8'))?.[1];
    if (next === undefined) break;
    order.push(join(dirname(at), next));
  }
  assert.deepEqual(order.slice(0, 3), ['index.html', PAGES.path, PAGES.lesson]);
  assert.ok(order.includes('docs/size.html'));
  assert.equal(order.at(-1), 'CHANGELOG.html');
});

for (const [name, path] of Object.entries(PAGES)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [390, 1280]) {
      test(`${name} is readable, ${colorScheme}, ${width} px wide`, async () => {
        await open(path, { colorScheme, viewport: { width, height: 844 } }, async (page) => {
          await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`) });
          const seen = await page.evaluate(look);
          assert.equal(seen.scroll, seen.width, 'the page scrolls sideways');
          assert.deepEqual(seen.emptyPictures, []);
          assert.deepEqual(seen.pale, [], 'text with less contrast than 4.5');
          assert.deepEqual(seen.landmarks, { header: 1, main: 1, h1: 1 });
          assert.match(await page.title(), /\S · wasm-by-hand$/);
        });
      });
    }
  }
}

/** In the browser: what is wrong with a page. */
function look() {
  const width = document.documentElement.clientWidth;
  const emptyPictures = [...document.images].filter((image) => !image.complete || image.naturalWidth === 0).map(({ src }) => src);
  const count = (/** @type {string} */ selector) => document.querySelectorAll(selector).length;

  const channels = (/** @type {string} */ colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (/** @type {number[]} */ [r, g, b]) => {
    const [lr, lg, lb] = [r, g, b].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
  };
  /** @type {(element: Element | null) => number[]} */
  const behind = (element) => {
    if (element === null) throw new Error('nothing has a background');
    const colour = channels(getComputedStyle(element).backgroundColor);
    return colour[3] === 0 ? behind(element.parentElement) : colour;
  };
  /** @type {Set<string>} */
  const pale = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element?.checkVisibility() || walker.currentNode.nodeValue?.trim() === '') continue;
    const [light, dark] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
    if ((light + 0.05) / (dark + 0.05) < 4.5) pale.add(`${element.tagName}.${element.className}: ${walker.currentNode.nodeValue}`);
  }
  return {
    width,
    scroll: document.documentElement.scrollWidth,
    emptyPictures,
    pale: [...pale],
    landmarks: { header: count('body > header'), main: count('main'), h1: count('h1') },
  };
}

test('what is copied from a console is what was typed, and Tab leads to the page first', async () => {
  await open(PAGES.lesson, { viewport: { width: 1280, height: 844 } }, async (page) => {
    const copied = await page.locator('pre', { hasText: 'alias size-report' }).first().evaluate((block) => {
      getSelection()?.selectAllChildren(block);
      return String(getSelection());
    });
    assert.match(copied, /^\(cd \.\.\/\.\. && cargo build/);
    assert.doesNotMatch(copied, /\$ /);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#page');
  });
});

test('on a phone the contents open, and lead to a page', async () => {
  await open(PAGES.path, { viewport: { width: 390, height: 844 } }, async (page) => {
    await page.locator('summary', { hasText: 'Contents' }).click();
    await page.locator('header nav').getByRole('link', { name: 'Allocators', exact: true }).click();
    assert.equal(await page.locator('h1').textContent(), 'Allocators');
    assert.equal(await page.locator('header [aria-current]').textContent(), 'Allocators');
  });
});
