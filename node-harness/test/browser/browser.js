/** The page of `inspect` in a Chromium that a test looks at. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */

/** Nothing but the page: no sandbox, since root has none, and no word to anybody. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  assert.ok(process.env.CHROMIUM, 'run `make test-browser`, or set CHROMIUM to the path of a Chromium');
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
});
after(() => browser?.close());

/**
 * Opens a page, looks at it, and fails if the browser has complained about
 * anything: an error, a request to somewhere else, what the policy forbids.
 *
 * @param {string} url
 * @param {(page: Page) => Promise<void>} look
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function open(url, look, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const elsewhere = !request.url().startsWith(url) && !/^(blob|data):/.test(request.url());
    if (elsewhere) complaints.push(`request: ${request.url()}`);
  });
  try {
    await page.goto(url);
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/**
 * Drops a file on the page, as a hand with a mouse would.
 *
 * @param {Page} page
 * @param {string} name
 * @param {Uint8Array} bytes
 */
export async function drop(page, name, bytes) {
  const transfer = await page.evaluateHandle(
    ([name, base64]) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: 'application/wasm' }));
      return transfer;
    },
    [name, Buffer.from(bytes).toString('base64')],
  );
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', kind, { dataTransfer: transfer });
  }
}

/**
 * Calls an exported function with what is typed into its fields.
 *
 * @param {Page} page
 * @param {string} name
 * @param {string[]} [texts]
 * @returns the entry in the journal
 */
export async function call(page, name, texts = []) {
  const form = page.locator(`form[data-name="${name}"]`);
  const fields = form.locator('input');
  for (const [i, text] of texts.entries()) await fields.nth(i).fill(text);
  const before = await page.locator('.journal > li').count();
  await form.getByRole('button').click();
  await page.locator('.journal > li').nth(before).waitFor();
  const entry = page.locator('.journal > li').first();
  await entry.locator('.cost, .message').first().waitFor();
  return entry;
}

/**
 * How many pixels of the map have each colour, by name of the colour.
 *
 * @param {Page} page
 * @param {string} canvas
 */
export function coloursOf(page, canvas = 'canvas.rows') {
  return page.evaluate((selector) => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector(selector));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const style = getComputedStyle(document.documentElement);
    /** @type {Record<string, number>} */
    const counts = { live: 0, fresh: 0, freed: 0, never: 0, grown: 0, outside: 0 };
    const colours = new Map(
      Object.keys(counts).map((name) => {
        const hex = style.getPropertyValue(`--${name}`).trim();
        return [Number.parseInt(hex.slice(1), 16), name];
      }),
    );
    for (let i = 0; i < data.length; i += 4) {
      const name = colours.get((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      if (name !== undefined) counts[name] += 1;
    }
    return counts;
  }, canvas);
}
