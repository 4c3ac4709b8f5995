// The page of guest-wasi, as a person uses it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serve } from '../../test-support/cases-server.js';
import { open } from './browser.js';

test('commands of guest-wasi run in a page, over files that stay', async () => {
  const { url, close } = await serve('guest-wasi/page/index.html');
  try {
    await open(url, async (page) => {
      const log = page.getByRole('log');
      /** @param {string} command */
      const run = async (command) => {
        const before = String(await log.textContent());
        await page.getByRole('textbox').fill(command);
        await page.getByRole('textbox').press('Enter');
        await page.waitForFunction(({ before, command }) => {
          const text = String(document.querySelector('pre')?.textContent);
          return text.length > before.length + command.length + 3;
        }, { before, command });
        return String(await log.textContent()).slice(before.length);
      };
      assert.equal(await run('ls .'), '> ls .\nreadme\nfolder/\n');
      assert.equal(await run('cat nothing'), '> cat nothing\nnothing: noent: no such file or directory (errno 44)\nexit code 1\n');
      await page.getByRole('textbox').fill('write folder/note ünï');
      await page.getByRole('button').click();
      assert.equal(await run('cat folder/note'), '> cat folder/note\nünï\n');
      assert.match(await run('random 4'), /^> random 4\n[0-9a-f]{8}\n$/);
    });
  } finally {
    close();
  }
});
