import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { test } from 'node:test';

import { column, folder, open, pageOf, run, write } from './browser.js';
import { HOSTILE, moduleOf, report, small } from './files.js';

const shop = write('shop.wasm', small);
const hostile = write('<img src=x onerror="window.__pwned=1">.wasm', moduleOf(HOSTILE));
const [old, grown, failed] = [{}, { more: 9 }, { fails: true }].map((options, i) =>
  write(`report-${i}.json`, report({ feature: HOSTILE[0], ...options })),
);

// A package that is only there by name, for the toolchain that is there, and its baseline.
mkdirSync(`${folder}/src`);
write('src/lib.rs', '');
copyFileSync(new URL('../../../rust-toolchain.toml', import.meta.url), `${folder}/rust-toolchain.toml`);
const manifest = write('Cargo.toml', '[package]\nname = "small"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n');
const baseline = `${folder}/baseline.json`;
const guard = ['--manifest-path', manifest, '--baseline', baseline, '--report'];
run(['bless', ...guard, old]);

const OVER_BUDGET = 1;
const TOOL_FAILED = 3;

/** A page of each kind. */
const pages = {
  show: pageOf(['show', shop]),
  names: pageOf(['show', hostile, '--top', '--dominators', '--paths']),
  diff: pageOf(['diff', shop, hostile, '--all']),
  merge: pageOf(['merge', failed], TOOL_FAILED),
  check: pageOf(['check', ...guard, grown], OVER_BUDGET),
};

test('no page scrolls sideways on a phone, and both colour schemes are drawn', async () => {
  for (const [name, path] of Object.entries(pages)) {
    /** @type {string[]} */
    const colours = [];
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await open(
        path,
        async (page) => {
          await page.locator('main h1').waitFor();
          const { width, content, colour } = await page.evaluate(() => ({
            width: document.documentElement.clientWidth,
            content: document.documentElement.scrollWidth,
            colour: getComputedStyle(document.body).backgroundColor,
          }));
          assert.equal(content, width, name);
          colours.push(colour);
        },
        { colorScheme, viewport: { width: 390, height: 844 } },
      );
    }
    assert.notEqual(colours[0], colours[1], name);
  }
});

test('the history of a baseline is drawn, under the same policy', async () => {
  const git = (/** @type {string[]} */ ...args) => {
    const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org', '-c', 'commit.gpgSign=false'];
    const { status, stderr } = spawnSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  };
  git('init', '--quiet');
  git('add', 'baseline.json');
  git('commit', '--quiet', '--message', '<b>sizes</b>');
  const path = pageOf(['history', '--baseline', baseline]);
  await open(
    path,
    async (page) => {
      assert.equal(await page.locator('circle').count(), 12);
      assert.equal(await page.locator('b').count(), 0);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      assert.notEqual(await page.locator('rect').evaluate((rect) => getComputedStyle(rect).fill), 'rgb(0, 0, 0)');
    },
    { viewport: { width: 390, height: 844 } },
  );
});

test('a name is never read as markup', async () => {
  for (const [name, path] of Object.entries(pages)) {
    await open(path, async (page) => {
      await page.locator('main h1').waitFor();
      const found = await page.evaluate(() => ({
        pwned: '__pwned' in window,
        elements: document.querySelectorAll('img, svg, b').length,
        scripts: document.scripts.length,
      }));
      assert.deepEqual(found, { pwned: false, elements: 0, scripts: 2 }, name);
    });
  }
});

test('names are shown as they are, but for what would move the cursor or turn the text', async () => {
  await open(pages.names, async (page) => {
    const names = await column(page.locator('#top'), 'name');
    for (const name of [...HOSTILE.slice(0, 5), '\\u{202e}evil\\u{2066}', 'a\\nb\\r\\u{2028}\\u{0}\\u{1b}[31m']) {
      assert.ok(names.includes(name), name);
    }
    const long = names.filter((name) => name.startsWith('very-long-'));
    assert.ok(long.length > 0 && long.every((name) => name.length < 1000));
  });
});
