/** The program, and its pages in a Chromium that a test looks at. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const program = resolve(repository, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/size-report');

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

/** A folder that goes after the tests of this file. */
export const folder = mkdtempSync(join(tmpdir(), 'size-report-'));

/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  assert.ok(process.env.CHROMIUM, 'run `make test-browser`, or set CHROMIUM to the path of a Chromium');
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/**
 * Writes a file into the folder.
 *
 * @param {string} name
 * @param {string | Uint8Array} contents
 */
export function write(name, contents) {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

/**
 * Runs the program.
 *
 * @param {string[]} args
 * @param {number} [code] the exit code
 */
export function run(args, code = 0) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(error, undefined, `${program} cannot be started: run \`make test-browser\`, which builds it`);
  assert.equal(status, code, stdout + stderr);
}

let pages = 0;

/**
 * Runs the program, and gives the path of the page that it wrote.
 *
 * @param {string[]} args without `--output`
 * @param {number} [code] the exit code
 */
export function pageOf(args, code = 0) {
  const path = join(folder, `page-${(pages += 1)}.html`);
  run([...args, '--output', path], code);
  return path;
}

/**
 * Opens a page from its file, looks at it, and fails if the browser has
 * complained about anything: an error, a request, what the policy forbids.
 *
 * @param {string} path
 * @param {(page: Page) => Promise<void>} look
 * @param {{ colorScheme?: 'light' | 'dark', viewport?: { width: number, height: number } }} [options]
 */
export async function open(path, look, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.isNavigationRequest()) complaints.push(`request: ${request.url()}`);
  });
  try {
    await page.goto(pathToFileURL(path).href);
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/**
 * The texts of the first cells in a column of a table.
 *
 * @param {import('playwright-core').Locator} listing
 * @param {string} title of the column
 */
export async function column(listing, title) {
  const titles = await listing.locator('thead th').allTextContents();
  assert.ok(titles.includes(title), `${title} is not among ${titles}`);
  return listing.locator(`tbody td:nth-child(${titles.indexOf(title) + 1})`).allTextContents();
}
