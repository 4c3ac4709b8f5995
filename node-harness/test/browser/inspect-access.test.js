import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { serve } from '../../src/inspect/server.js';
import { call, open } from './browser.js';
import { everything } from './guests.js';

const folder = mkdtempSync(join(tmpdir(), 'node-harness-access-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'everything.wasm');
writeFileSync(path, everything);
const { url, close } = await serve(path, 0);
const empty = await serve(undefined, 0);
after(() => Promise.all([close(), empty.close()]));

/** @typedef {import('playwright-core').Page} Page */

const SCHEMES = /** @type {const} */ (['light', 'dark']);

/** Brings the page into a state in which every part of it has something to show. @param {Page} page */
async function fill(page) {
  await page.locator('form[data-name="say"] select').selectOption('text');
  await call(page, 'say', ['World']);
  for (const size of ['100', '20', '300', '5']) await call(page, 'make', [size]);
  await call(page, 'drop', ['0x470']);
  await page.locator('#blocks td button').first().click();
  await page.locator('.hex .own').first().waitFor();
  await page.locator('form[data-name="add"] input').first().fill('x');
  await page.locator('form[data-name="add"]').getByRole('button').click();
  await call(page, 'trap');
}

/** What the keyboard is at. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at === null ? '' : `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ''}${at.className ? `.${String(at.className).split(' ')[0]}` : ''}`;
  });

test('the whole walk is made with the keyboard alone', async () => {
  await open(url, async (page) => {
    const { keyboard } = page;
    await page.locator('form[data-name="make"]').waitFor();
    await keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the exports');
    await keyboard.press('Enter');
    // From the section to its search, to how often, to the first form.
    for (let i = 0; i < 3; i++) await keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.closest('form')?.dataset.name), 'alloc');
    await keyboard.type('100');
    await keyboard.press('Enter');
    await page.locator('.journal > li').waitFor();
    await page.locator('form[data-name="alloc"] .outcome:has-text("1024")').waitFor();
    await keyboard.type('0');
    await keyboard.press('Enter');
    await page.locator('.journal > li').nth(1).waitFor();

    let steps = 0;
    while (!(await focused(page)).startsWith('canvas') && steps < 120) {
      await keyboard.press('Tab');
      steps += 1;
    }
    assert.ok(steps < 120, 'the map is reached');
    await keyboard.press('Home');
    assert.match(await page.locator('#map-about').innerText(), /^0x400 100 B, made by call 1, alloc\(100\), 1 call ago: alloc$/);
    await keyboard.press('ArrowRight');
    assert.match(await page.locator('#map-about').innerText(), /^0x470 1,000 B, made by call 2/);
    await keyboard.press('Enter');
    await page.locator('.hex .own').first().waitFor();
    assert.equal(await page.locator('.goto input').inputValue(), '0x470');
    for (const key of ['+', '+', 'PageDown', '-', '0', 'ArrowUp']) await keyboard.press(key);
    assert.match(await page.locator('#map-about').innerText(), /^0x400/);
    await keyboard.press('Escape');
    assert.match(await page.locator('#map-about').innerText(), /^2 live blocks/);

    while (!(await focused(page)).startsWith('div.tile') && steps < 200) {
      await keyboard.press('Tab');
      steps += 1;
    }
    await keyboard.press('ArrowDown');
    assert.match(await page.locator('#flame .about').innerText(), /^alloc 1,100 B/);
    await keyboard.press('Enter');
    assert.equal(await page.locator('.flame .tile').count(), 1);
    await keyboard.press('Escape');
    assert.equal(await page.locator('.flame .tile').count(), 2);
  });
});

test('every stop of the keyboard can be seen', async () => {
  await open(url, async (page) => {
    await fill(page);
    await page.locator('#reset').click();
    await page.getByText('This is a new instance.').waitFor();
    await call(page, 'make', ['5']);
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
    const seen = new Set();
    for (let i = 0; i < 90; i++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return undefined;
        const ringed = at.matches('input[type=file]') ? /** @type {Element} */ (at.parentElement) : at;
        const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
        const { width, height } = ringed.getBoundingClientRect();
        return { html: at.outerHTML.slice(0, 80), ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2, size: width * height };
      });
      if (stop === undefined) break;
      seen.add(stop.html);
      assert.ok(stop.ring && stop.size > 0, JSON.stringify(stop));
    }
    assert.ok(seen.size > 30, `${seen.size} stops`);
  });
});

test('every control and every region has a name', async () => {
  await open(url, async (page) => {
    await fill(page);
    const bad = await page.evaluate(() => {
      const faults = [];
      for (const control of document.querySelectorAll('button, input, select, canvas[tabindex], [role=region], [role=button], [role=group], form, nav')) {
        const label = control.getAttribute('aria-label') ?? [.../** @type {HTMLInputElement} */ (control).labels ?? []].map((label) => label.textContent).join(' ');
        const text = control.matches('button') ? control.textContent : '';
        const named = `${label}${text}`.trim() !== '' || control.matches('form.goto');
        if (!named) faults.push(control.outerHTML.slice(0, 120));
      }
      for (const reference of ['aria-describedby', 'for']) {
        for (const from of document.querySelectorAll(`[${reference}]`)) {
          if (document.getElementById(from.getAttribute(reference) ?? '') === null) faults.push(`${reference} of ${from.outerHTML.slice(0, 100)}`);
        }
      }
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      if (new Set(ids).size !== ids.length) faults.push('an id is there twice');
      return faults;
    });
    assert.deepEqual(bad, []);
  });
});

for (const colorScheme of SCHEMES) {
  test(`every text has enough contrast in ${colorScheme}`, async () => {
    for (const address of [url, empty.url]) {
      await open(
        address,
        async (page) => {
          if (address === url) await fill(page);
          else await page.locator('#drop').waitFor();
          const faults = await page.evaluate(() => {
            const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            /** @type {(colour: string) => number[]} */
            const rgba = (colour) => {
              if (canvas === null) return [0, 0, 0, 0];
              canvas.clearRect(0, 0, 1, 1);
              canvas.fillStyle = colour;
              canvas.fillRect(0, 0, 1, 1);
              return [...canvas.getImageData(0, 0, 1, 1).data];
            };
            const luminance = (/** @type {number[]} */ [red, green, blue]) => {
              const [r, g, b] = [red, green, blue].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const backOf = (/** @type {Element | null} */ at) => {
              for (; at !== null; at = at.parentElement) {
                const colour = rgba(getComputedStyle(at).backgroundColor);
                if (colour[3] === 255) return colour;
              }
              return [255, 255, 255, 255];
            };
            const found = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
              const at = /** @type {Element} */ (node.parentElement);
              if (!node.textContent?.trim() || !at.checkVisibility() || at.closest('noscript, script, .hidden, [inert], .skip') || at.matches(':disabled, option')) continue;
              const style = getComputedStyle(at);
              const colour = at instanceof SVGElement ? style.fill : style.color;
              const [front, back] = [luminance(rgba(colour)), luminance(backOf(at))];
              const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
              if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${at.tagName}.${at.className}: ${node.textContent.trim().slice(0, 40)}`);
            }
            // The shapes of the map against what is around them (WCAG 1.4.11).
            const style = getComputedStyle(document.documentElement);
            for (const [name, ground] of [['--live', '--never'], ['--fresh', '--never'], ['--freed', '--panel'], ['--live', '--grown'], ['--edge', '--panel'], ['--accent', '--panel']]) {
              const [front, back] = [name, ground].map((each) => luminance(rgba(style.getPropertyValue(each))));
              const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
              if (contrast < 2.5) found.push(`${name} on ${ground}: ${contrast.toFixed(2)}`);
            }
            return found;
          });
          assert.deepEqual(faults, []);
        },
        { colorScheme },
      );
    }
  });
}

test('no page scrolls sideways on a phone, and both colour schemes are drawn', async () => {
  for (const width of [320, 390, 768]) {
    /** @type {string[]} */
    const colours = [];
    for (const colorScheme of SCHEMES) {
      await open(
        url,
        async (page) => {
          await fill(page);
          const { inner, content, colour, map } = await page.evaluate(() => ({
            inner: document.documentElement.clientWidth,
            content: document.documentElement.scrollWidth,
            colour: getComputedStyle(document.body).backgroundColor,
            map: /** @type {HTMLElement} */ (document.querySelector('canvas.rows')).getBoundingClientRect().width,
          }));
          assert.equal(content, inner, `${width}`);
          assert.ok(map > width * 0.75, `the map has ${map} of ${width} pixels`);
          colours.push(colour);
        },
        { colorScheme, viewport: { width, height: 844 } },
      );
    }
    assert.notEqual(colours[0], colours[1]);
  }
});

test('who wants no motion gets none', async () => {
  await open(
    url,
    async (page) => {
      await fill(page);
      const moving = await page.evaluate(() =>
        [...document.querySelectorAll('*')].filter((at) => {
          const { transitionDuration, animationName } = getComputedStyle(at);
          return animationName !== 'none' || transitionDuration.split(',').some((time) => Number.parseFloat(time) > 0);
        }).length,
      );
      assert.equal(moving, 0);
    },
    { reducedMotion: 'reduce' },
  );
});
