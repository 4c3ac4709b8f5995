// Opens a folder's page in Chromium and prints what it logs and what it fetched: node browse.js FOLDER CHROMIUM
import { chromium } from 'playwright-core';

import { serve } from './server.js';

const [folder, executablePath] = process.argv.slice(2);
const server = await serve(folder);
// The sandbox is for pages of others, and root has none.
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  page.on('response', (response) => console.log(response.status(), response.url().slice(server.url.length) || 'index.html', response.headers()['content-type']));
  page.on('pageerror', (error) => console.log(`${error}`));
  const logged = page.waitForEvent('console');
  await page.goto(server.url);
  console.log((await logged).text());
} finally {
  await browser.close();
  server.close();
}
