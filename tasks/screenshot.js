/**
 * Draws the README's picture of the page of `inspect`: a guest after some calls.
 *
 *     tasks/browser.sh node tasks/screenshot.js target/guest-inspect.wasm docs/inspect.png
 */
import { writeFileSync } from 'node:fs';

import { chromium } from 'playwright-core';

import { serve } from '../node-harness/src/inspect/server.js';
import { indexedPng } from './indexed-png.js';

/** What a picture in a repository may weigh. */
const MOST_BYTES = 150_000;

/** A call: the function, what its arguments are if not numbers, and what is typed. @type {[name: string, kind: string | undefined, texts: string[]][]} */
const CALLS = [
  ['foo', undefined, []],
  ['foo', undefined, []],
  ['vector_new', 'f64s', ['1 2 3 4 5 6 7 8']],
  ['greet', 'text', ['World']],
  ['vector_new', 'f64s', ['2 4 8']],
  ['nth_prime_vec', undefined, ['30']],
  ['vector_free', undefined, ['$1']],
  ['foo', undefined, []],
  ['vector_new', 'f64s', ['3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3']],
  ['nth_prime_vec', undefined, ['60']],
  ['greet', 'text', ['somebody with a rather long name']],
  ['vector_new', 'f64s', ['1 1 2 3 5 8 13 21']],
];

const [module, output] = process.argv.slice(2);
const { url, close } = await serve(module, 0);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 1225 }, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(url);
  /** The address that the first vector came at. */
  let vector = '';
  for (const [i, [name, kind, texts]] of CALLS.entries()) {
    const form = page.locator(`form[data-name="${name}"]`);
    if (kind !== undefined) await form.locator('select').selectOption(kind);
    for (const [n, text] of texts.entries()) await form.locator('input').nth(n).fill(text.replace('$1', vector));
    await form.getByRole('button').click();
    await page.locator('.journal > li').nth(i).locator('.cost').waitFor();
    if (name === 'vector_new' && vector === '') vector = /0x[0-9a-f]+/.exec(await form.locator('.outcome').innerText())?.[0] ?? '';
  }
  await page.locator('canvas.rows').focus();
  await page.keyboard.press('End');
  await page.locator('h1').click();
  await page.evaluate(() => document.querySelector('#exports')?.scrollTo(0, 0));
  const { width, height, rgba } = await pixelsOf(page, await page.screenshot());
  const picture = indexedPng(width, height, rgba);
  if (picture.length > MOST_BYTES) throw new Error(`the picture has ${picture.length} bytes, and may have ${MOST_BYTES}`);
  writeFileSync(output, picture);
  console.log(`${output}: ${picture.length} bytes`);
} finally {
  await browser.close();
  await close();
}
/**
 * The pixels of a PNG: the browser can read one.
 *
 * @param {import('playwright-core').Page} page
 * @param {Buffer} png
 */
async function pixelsOf(page, png) {
  const { width, height, base64 } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const data = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
    let binary = '';
    for (const byte of data) binary += String.fromCharCode(byte);
    return { width: bitmap.width, height: bitmap.height, base64: btoa(binary) };
  }, png.toString('base64'));
  return { width, height, rgba: Buffer.from(base64, 'base64') };
}
