import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { serve } from '../../src/inspect/server.js';
import { singleFile } from '../../src/inspect/single-file.js';
import { call, coloursOf, drop, open } from './browser.js';
import { HOSTILE, everything, foreign, hostile, hostileImports, ownAllocator, ownMemory, shared } from './guests.js';

const folder = mkdtempSync(join(tmpdir(), 'node-harness-page-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'everything.wasm');
writeFileSync(path, everything);

const empty = await serve(undefined, 0);
const given = await serve(path, 0);
after(() => Promise.all([empty.close(), given.close()]));

/** @typedef {import('playwright-core').Page} Page */

/** The figure with that name, above the map. @param {Page} page @param {string} name */
const figure = (page, name) => page.locator('.figures > div', { has: page.locator(`dt:text-is("${name}")`) }).locator('dd').innerText();

test('a module is dropped on the page, called, and the heap map changes', async () => {
  await open(empty.url, async (page) => {
    await page.locator('#drop').waitFor();
    await drop(page, 'dropped.wasm', everything);
    await page.locator('h1:text-is("dropped.wasm")').waitFor();
    await page.locator('form[data-name="make"]').waitFor();
    const before = await coloursOf(page);
    assert.deepEqual([before.live, before.fresh, before.freed], [0, 0, 0]);
    assert.match(await page.locator('#map-about').innerText(), /^No block is live\. The heap begins at 0x400\.$/);

    const entry = await call(page, 'make', ['100']);
    assert.match(await entry.innerText(), /make\(100\)\s*→ 1024 \(0x400\)/);
    const made = await coloursOf(page);
    assert.ok(made.fresh > 500, JSON.stringify(made));
    assert.equal(await figure(page, 'live'), '100 B\n1 block');
    assert.match(await page.locator('#map-about').innerText(), /^1 live block from 0x400 to 0x464\./);

    await call(page, 'make', ['50']);
    const two = await coloursOf(page);
    assert.ok(two.live > 500 && two.fresh > 200, JSON.stringify(two));

    await call(page, 'drop', ['0x400']);
    const freed = await coloursOf(page);
    assert.ok(freed.live < two.live && freed.freed > 0, JSON.stringify(freed));
    assert.equal(await figure(page, 'live'), '50 B\n1 block');
    assert.equal(await figure(page, 'peak'), '150 B\n2 allocations, 1 freed');
    assert.deepEqual(await page.locator('#blocks tbody tr').allInnerTexts(), ['0x470\t50 B\t1\tmake']);
  });
});

test('the module of the command line is there, and again when it is built anew', async () => {
  await open(given.url, async (page) => {
    await page.locator('form[data-name="make"] input').fill('7');
    await call(page, 'make');
    assert.equal(await figure(page, 'live'), '7 B\n1 block');
    writeFileSync(path, ownAllocator);
    await page.locator('form[data-name="fill"]').waitFor();
    assert.equal(await page.locator('#state').innerText(), 'The file has changed, and this is a new instance of it.');
    writeFileSync(path, everything);
    await page.locator('form[data-name="make"]').waitFor();
    assert.equal(await page.locator('form[data-name="make"] input').inputValue(), '7', 'what was typed is kept');
    await page.locator('.figures').waitFor();
    assert.equal(await figure(page, 'live'), '0 B\n0 blocks');
  });
});

test('values of each type go in and come out', async () => {
  await open(given.url, async (page) => {
    assert.match(await (await call(page, 'add', ['4294967295', '0x2'])).innerText(), /add\(-1, 2\)\s*→ 1\b/);
    assert.match(await (await call(page, 'wide', ['-9223372036854775808'])).innerText(), /→ -9223372036854775808 \(0x8000000000000000\)/);
    assert.match(await (await call(page, 'float', ['-inf'])).innerText(), /→ -Infinity/);
    assert.match(await (await call(page, 'nothing')).innerText(), /nothing\(\)\s*done/);
    assert.equal(await page.locator('form[data-name="nothing"] .outcome').innerText(), 'done');
  });
});

test('what cannot be a value is marked, named, and not called', async () => {
  await open(given.url, async (page) => {
    const form = page.locator('form[data-name="add"]');
    const [first, second] = [form.locator('input').nth(0), form.locator('input').nth(1)];
    await first.fill('1');
    await second.fill('x');
    await form.getByRole('button').click();
    assert.equal(await second.getAttribute('aria-invalid'), 'true');
    assert.equal(await second.evaluate((field) => field === document.activeElement), true);
    const describedBy = await second.getAttribute('aria-describedby');
    assert.match(await page.locator(`#${describedBy}`).innerText(), /^Give a whole number from −2147483648 to 4294967295/);
    assert.equal(await page.locator('.journal > li').count(), 0);
    await second.fill('2');
    assert.equal(await second.getAttribute('aria-invalid'), null);
    assert.match(await (await call(page, 'add')).innerText(), /add\(1, 2\)\s*→ 3/);
  });
});

test('a pointer and a length may stand for a text, which is written, and given back', async () => {
  await open(given.url, async (page) => {
    const form = page.locator('form[data-name="say"]');
    await form.locator('select').selectOption('text');
    const entry = await call(page, 'say', ['Grüße, 世界']);
    assert.equal(await entry.locator('pre').innerText(), 'Grüße, 世界');
    assert.match(await entry.innerText(), /say\("Grüße, 世界"\)\s*done/);
    assert.match(await entry.innerText(), /1 allocation, 1 freed, ±0 B/);
    await page.locator('form[data-name="count"] select').selectOption('f64s');
    assert.match(await (await call(page, 'count', ['1 2.5 -3'])).innerText(), /count\(\[3 items, 24 B\]\)\s*→ 3/);
    assert.ok((await page.locator('.flame .tile').allInnerTexts()).includes('texts of say'));
  });
});

test('a trap is explained with its stack, and a new instance goes on', async () => {
  await open(given.url, async (page) => {
    const entry = await call(page, 'trap');
    assert.match(await entry.innerText(), /trap\(\)\s*trapped/);
    assert.match(await entry.locator('.message').innerText(), /unreachable\. The guest ran the instruction unreachable, which is what a Rust panic becomes/);
    await entry.getByText('The stack of the guest').click();
    assert.deepEqual(await entry.locator('.stack li').allInnerTexts(), ['trap']);
    assert.match(await page.locator('#state').innerText(), /^trap\(\) ended in its middle: unreachable\. .*take a new instance/);
    await page.locator('form[data-name="add"]').evaluate((form) => /** @type {HTMLFormElement} */ (form).requestSubmit());
    assert.equal(await page.locator('.journal > li').count(), 1, 'a guest that has trapped is not called');
    await page.locator('#reset').click();
    await page.getByText('This is a new instance.').waitFor();
    assert.match(await (await call(page, 'add', ['1', '2'])).innerText(), /→ 3/);
  });
});

test('a panic says its words and its place', async () => {
  await open(given.url, async (page) => {
    const entry = await call(page, 'panic');
    assert.match(await entry.innerText(), /panic\(\)\s*panicked/);
    assert.equal(await entry.locator('.message').innerText(), 'the guest panicked at lib.rs:7:9: boom');
  });
});

test('free of what is no block is told as the harness tells it', async () => {
  await open(given.url, async (page) => {
    const entry = await call(page, 'drop', ['0x500']);
    assert.match(await entry.locator('.message').innerText(), /env\.free\(0x500\), which is not a live block/);
  });
});

test('the checking allocator finds a mistake in the call that made it, with the stack of the block', async () => {
  await open(given.url, async (page) => {
    await page.getByLabel('Allocator').selectOption('check');
    await page.getByText('This is a new instance.').waitFor();
    const made = await call(page, 'make', ['5']);
    const ptr = /0x[0-9a-f]+/.exec(await made.innerText())?.[0] ?? '';
    await call(page, 'poke', [String(Number(ptr) + 4)]);
    const entry = await call(page, 'poke', [String(Number(ptr) + 5)]);
    assert.match(await entry.innerText(), /poke\(\d+\)\s*failed/);
    assert.match(await entry.locator('.message').innerText(), new RegExp(`${ptr}.*as the return of poke found`));
    await entry.getByText('What allocated it').click();
    assert.deepEqual(await entry.locator('details', { hasText: 'What allocated it' }).locator('li').allInnerTexts(), ['make']);
    await page.getByLabel('Allocator').selectOption('bump');
    await page.getByText('This is a new instance.').waitFor();
    assert.match(await (await call(page, 'make', ['5'])).innerText(), /→ 1024/);
  });
});

test('a call that does not end is stopped', async () => {
  await open(given.url, async (page) => {
    await page.locator('form[data-name="forever"]').getByRole('button').click();
    await page.locator('#stop').waitFor();
    assert.equal(await page.locator('#state').innerText(), 'The guest is running.');
    await page.locator('#stop').click();
    await page.locator('.journal .message').waitFor();
    assert.equal(await page.locator('.journal .message').innerText(), 'It was stopped before it ended.');
    await page.locator('#reset').click();
    await page.getByText('This is a new instance.').waitFor();
    assert.match(await (await call(page, 'add', ['1', '2'])).innerText(), /→ 3/);
  });
});

test('another module may be opened while a call runs', async () => {
  await open(empty.url, async (page) => {
    await drop(page, 'first.wasm', everything);
    await page.locator('form[data-name="forever"]').getByRole('button').click();
    await page.locator('#stop').waitFor();
    await drop(page, 'second.wasm', ownAllocator);
    await page.locator('form[data-name="fill"]').waitFor();
    assert.equal(await page.locator('#stop').isVisible(), false);
    assert.match(await (await call(page, 'fill', ['0x500'])).innerText(), /done/);
  });
});

test('memory that grows, refusals and many calls are counted', async () => {
  await open(given.url, async (page) => {
    await call(page, 'make', ['200000']);
    assert.match(await figure(page, 'memory'), /^256 KiB\n4 pages, grown by 3$/);
    assert.match(await page.locator('#timeline output').innerText(), /memory grew by 192 KiB/);
    assert.equal(await page.locator('.plot .growth').count(), 1);
    await call(page, 'make', ['4000000000']);
    assert.match(await figure(page, 'peak'), /1 refused$/);
    await page.locator('.times input').fill('500');
    await call(page, 'make', ['1']);
    assert.equal(await figure(page, 'live'), '200,500 B\n501 blocks');
    assert.equal(await page.locator('#timeline input').getAttribute('max'), '502');
  });
});

test('a block of aligned_alloc is a block', async () => {
  await open(given.url, async (page) => {
    await call(page, 'aligned');
    assert.deepEqual(await page.locator('#blocks tbody tr').allInnerTexts(), ['0x1000\t100 B\t0\taligned']);
  });
});

test('of very many allocations in one call the stacks of the first ones are taken', async () => {
  await open(given.url, async (page) => {
    await call(page, 'many', ['30000']);
    assert.equal(await figure(page, 'live'), '480,000 B\n30,000 blocks');
    const tiles = page.locator('.flame .tile');
    assert.deepEqual(await tiles.allInnerTexts(), ['all calls', 'many', '(stack not taken)']);
    assert.equal(await tiles.nth(2).getAttribute('data-value'), String(10_000 * 16));
  });
});

test('the slider shows the heap as it was', async () => {
  await open(given.url, async (page) => {
    for (const size of ['10', '20', '30']) await call(page, 'make', [size]);
    const slider = page.locator('#timeline input');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    assert.match(await page.locator('#timeline output').innerText(), /^After call 2 of 3, make\(20\): 2 live blocks, 30 B, \+20 B/);
    assert.equal(await slider.getAttribute('aria-valuetext'), await page.locator('#timeline output').innerText());
    assert.equal(await figure(page, 'live'), '30 B\n2 blocks');
    await page.keyboard.press('Home');
    assert.equal(await figure(page, 'live'), '0 B\n0 blocks');
    assert.match(await page.locator('#map .note').innerText(), /as it was after call 0/);
    await page.getByRole('button', { name: 'Back to the present' }).click();
    assert.equal(await figure(page, 'live'), '60 B\n3 blocks');
  });
});

test('a block is pointed at, and its bytes are shown, and marked when they change', async () => {
  await open(given.url, async (page) => {
    await call(page, 'make', ['64']);
    const map = page.locator('canvas.rows');
    await map.hover({ position: { x: 100, y: 8 } });
    assert.equal(await page.locator('#map-about').innerText(), '0x400 64 B, made by call 1, make(64), the last one: make');
    await map.click({ position: { x: 100, y: 8 } });
    await page.locator('.hex .own').first().waitFor();
    assert.equal(await page.locator('.hex td.own').count(), 64);
    assert.equal(await page.locator('.goto input').inputValue(), '0x400');
    await call(page, 'poke', ['0x401']);
    await page.locator('.hex .changed').first().waitFor();
    assert.equal(await page.locator('.hex td.changed').innerText(), 'ab');
    assert.match(await page.locator('#hex .about').innerText(), /the block at 0x400, 64 B; 1 byte has changed/);
    await page.locator('.goto input').fill('0x10000');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    assert.equal(await page.locator('#hex-fault').innerText(), 'Memory ends at 0x10000.');
  });
});

test('the flame graph is looked into, and what is pointed at stands out on the map', async () => {
  await open(given.url, async (page) => {
    await call(page, 'make', ['64']);
    await call(page, 'alloc', ['32']);
    const tiles = page.locator('.flame .tile');
    assert.deepEqual(await tiles.allInnerTexts(), ['all calls', 'make', 'alloc']);
    const before = await coloursOf(page);
    await tiles.nth(2).hover();
    const marked = await coloursOf(page);
    assert.ok(marked.live < before.live && marked.fresh === before.fresh, JSON.stringify([before, marked]));
    await tiles.nth(1).click();
    assert.deepEqual(await tiles.allInnerTexts(), ['make']);
    await page.getByRole('navigation').getByRole('button', { name: 'all calls' }).click();
    await page.locator('#flame select').selectOption('mallocs');
    assert.match(await page.locator('#flame .about').innerText(), /^all calls 2 allocations, 100\.0 % of all, 2 stacks/);
  });
});

test('a guest with an allocator of its own shows what is not zero', async () => {
  await open(empty.url, async (page) => {
    await drop(page, 'own.wasm', ownAllocator);
    await page.locator('form[data-name="fill"]').waitFor();
    assert.match(await page.locator('#map .note').innerText(), /does not import env\.malloc/);
    assert.equal(await figure(page, 'live'), '0 B\n0 blocks');
    await call(page, 'fill', ['0x500']);
    assert.deepEqual(await page.locator('#blocks tbody tr').allInnerTexts(), ['0x500\t16 B\t0\tfill']);
    await call(page, 'grow');
    assert.match(await figure(page, 'memory'), /3 pages, grown by 1/);
  });
});

test('what is no module, or has no memory to import, is told with what to do', async () => {
  await open(empty.url, async (page) => {
    for (const [name, bytes, text] of /** @type {[string, Uint8Array, RegExp][]} */ ([
      ['text.txt', new TextEncoder().encode('hello world'), /text\.txt is not a WebAssembly module: it begins with 68 65 6c 6c .*Give the \.wasm file/],
      ['empty.wasm', new Uint8Array(), /it is empty\. Build it again/],
      ['cut.wasm', everything.slice(0, 60), /cut\.wasm is malformed at byte 0x[0-9a-f]+/],
      ['own.wasm', ownMemory, /own\.wasm imports no memory: it has a memory of its own, exported as `memory`\. Link it with --import-memory/],
      ['imports.wasm', hostileImports, /nobody/],
    ])) {
      await drop(page, name, bytes);
      await page.locator('#fault:has-text("no guest")').getByText(text).waitFor();
      assert.equal(await page.locator('#map').isVisible(), false, name);
    }
    assert.equal(await page.locator('#imports').isVisible(), true);
    await drop(page, 'good.wasm', everything);
    await page.locator('form[data-name="make"]').waitFor();
    assert.equal(await page.locator('#fault').innerText(), '');
    assert.equal(await page.locator('#map').isVisible(), true);
  });
});

test('a name out of a module is never read as markup', async () => {
  await open(empty.url, async (page) => {
    await drop(page, HOSTILE[0], hostile);
    await page.locator('form.export').nth(HOSTILE.length - 1).waitFor();
    for (const i of HOSTILE.keys()) {
      await page.locator('form.export').nth(i).getByRole('button').click();
      await page.locator('.journal > li').nth(i).waitFor();
    }
    await page.locator('canvas.rows').focus();
    await page.keyboard.press('Home');
    await drop(page, 'imports.wasm', hostileImports);
    await page.locator('#fault:not(:empty)').waitFor();
    const found = await page.evaluate(() => ({ pwned: '__pwned' in window, elements: document.querySelectorAll('img, b > *, main svg:not(.plot)').length, scripts: document.scripts.length }));
    assert.deepEqual(found, { pwned: false, elements: 0, scripts: 1 });
  });
});

test('what nobody has may be stood in for, and says when it is called', async () => {
  await open(empty.url, async (page) => {
    await drop(page, 'foreign.wasm', foreign);
    await page.locator('#fault').getByText(/needs 4 imports that the host does not have/).waitFor();
    assert.deepEqual(await page.locator('#imports tbody tr td:last-child').allInnerTexts(), ['the harness', 'nobody', 'nobody', 'nobody', 'nobody']);
    await page.getByRole('button', { name: 'Stand in for what is missing' }).click();
    await page.locator('form[data-name="run"]').waitFor();
    assert.match(await page.locator('#state').innerText(), /^4 imports are stand-ins: functions answer 0/);
    assert.equal(await page.locator('#imports td.missing').first().innerText(), 'a stand-in');
    const entry = await call(page, 'run', ['7', '9']);
    assert.equal(await entry.locator('pre').innerText(), '__proto__.log()\ngame.tick(7, 9n) → 0n');
    assert.match(await entry.innerText(), /→ 0\b/);
    await page.locator('#reset').click();
    await page.getByText('This is a new instance. 4 imports').waitFor();
  });
});

test('a memory that threads share works, in a page that is isolated', async () => {
  await open(empty.url, async (page) => {
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    await drop(page, 'shared.wasm', shared);
    await page.locator('form[data-name="make"]').waitFor();
    assert.match(await (await call(page, 'make', ['9'])).innerText(), /→ 1024/);
    assert.equal(await page.locator('.hex tbody tr').count(), 16);
  });
});

test('the page as one file works without a server', async () => {
  const file = join(folder, 'page.html');
  writeFileSync(file, await singleFile({ name: 'everything.wasm', bytes: everything }));
  await open(pathToFileURL(file).href, async (page) => {
    await page.locator('form[data-name="make"]').waitFor();
    await call(page, 'make', ['100']);
    assert.equal(await figure(page, 'live'), '100 B\n1 block');
    assert.ok((await coloursOf(page)).fresh > 500);
  });
  const bare = join(folder, 'bare.html');
  writeFileSync(bare, await singleFile(undefined));
  await open(pathToFileURL(bare).href, async (page) => {
    await drop(page, 'dropped.wasm', everything);
    await page.locator('form[data-name="make"]').waitFor();
  });
});

test('a hundred thousand allocations in one call are shown while they are made', async () => {
  await open(given.url, async (page) => {
    await page.locator('.times input').fill('100000');
    await call(page, 'make', ['16']);
    assert.equal(await figure(page, 'live'), '1,600,000 B\n100,000 blocks');
    assert.match(await page.locator('#timeline output').innerText(), /After call 100,000 of 100,000/);
    const { live, fresh } = await coloursOf(page);
    assert.ok(live + fresh > 1000);
  });
});
