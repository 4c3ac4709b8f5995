// The cases that run in every JavaScript host, in Chromium: in a page that may
// evaluate no text, in one that is isolated, where memory can be shared between
// threads, and in a worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serve } from '../../test-support/cases-server.js';
import { report } from '../../test-support/report.js';
import { open } from './browser.js';

const STRICT = { 'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" };
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

for (const { where, headers, isolated, worker } of [
  { where: 'a page with a strict policy', headers: STRICT, isolated: false, worker: false },
  { where: 'an isolated page', headers: ISOLATED, isolated: true, worker: false },
  { where: 'a worker of an isolated page', headers: ISOLATED, isolated: true, worker: true },
]) {
  test(`every case passes in ${where}`, async (t) => {
    const { url, close } = await serve('node-harness/test/browser/cases.html', headers);
    try {
      await open(url, async (page) => {
        assert.equal(await page.evaluate('crossOriginIsolated'), isolated);
        await page.waitForFunction('globalThis.run');
        await report(t, await page.evaluate(`run(${worker})`));
      });
    } finally {
      close();
    }
  });
}
