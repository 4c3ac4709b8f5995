/** The hosts: how each of them tries the features. Each gives its version, and what came of each feature by its name. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { FEATURES } from './features.js';
import { serve } from './server.js';

/** No host takes this long, unless a thread waits for something that never comes. */
const LIMIT = { timeout: 60_000 };
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {{ [name: string]: () => { version: string, results: object } | Promise<{ version: string, results: object }> }} */
export const HOSTS = {
  'wasmtime-runner': runner,
  'Node 20': () => node(20),
  'Node 22': () => node(22),
  'Node 24': () => node(24),
  'Node 26': () => node(26),
  Bun: () => script(process.env.BUN, ['run']),
  Deno: () => script(process.env.DENO, ['run', '--no-config', '--no-remote', '--no-npm', '--allow-read']),
  Chromium: page,
};

/** It has no JavaScript, and takes text format. What it refuses is known by its exit code. */
function runner() {
  const [, version] = /name = "wasmtime"\nversion = "(.*)"/.exec(readFileSync(here('../../Cargo.lock'), 'utf8')) ?? [];
  const results = FEATURES.map(({ name, call, result }) => {
    if (call === undefined) return [name, '—'];
    const args = ['run', '--no-cache', '--invoke', call[0], `${name}.wat`, ...call.slice(1).map(String)];
    const { status, stdout, error } = spawnSync(here('../../target/debug/wasmtime-runner'), args, { cwd: here('.'), encoding: 'utf8', ...LIMIT });
    if (error) throw error;
    if (status !== 0) return [name, `exit ${status}`];
    return [name, stdout.trim().split('\n').join(' ') === result ? 'yes' : 'wrong'];
  });
  return { version: `wasmtime ${version}`, results: Object.fromEntries(results) };
}

/** One of the pinned versions, which tasks/nodes.sh installs. */
function node(major) {
  const modules = process.env.NODES ?? '';
  const name = readdirSync(modules || '.').find((name) => name.startsWith(`node-${major}-`));
  return script(name && `${modules}/${name}/bin/node`, []);
}

function script(program, args) {
  if (!program) throw new Error('it is not there. Next step: run this by tasks/nodes.sh or tasks/runtimes.sh, as README.md does');
  const run = (...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...LIMIT });
  const [version] = /\d[\d.]+/.exec(run('--version')) ?? [];
  return { version, results: JSON.parse(run(...args, here('try.js'))) };
}

/** A page that is isolated, which starts a Worker. */
async function page() {
  const { chromium } = await import('playwright-core');
  // Root has no sandbox.
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'], ...LIMIT });
  const { url, close } = await serve();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT.timeout);
    await page.goto(url);
    const results = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('browser.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
    );
    return { version: browser.version(), results };
  } finally {
    await browser.close();
    close();
  }
}
