import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { serve } from '../src/inspect/server.js';
import { singleFile } from '../src/inspect/single-file.js';
import { assemble, envMemory } from '../test-support/assemble.js';

const folder = mkdtempSync(join(tmpdir(), 'node-harness-inspect-'));
after(() => rmSync(folder, { recursive: true }));
const bytes = assemble({ imports: [envMemory()] });
const path = join(folder, 'guest.wasm');
writeFileSync(path, bytes);
const cli = fileURLToPath(new URL('../src/cli.js', import.meta.url));

const { url, close } = await serve(path, 0);
after(close);

/**
 * A request as it is: `fetch` would tidy the path up.
 *
 * @param {string} path
 * @param {{ method?: string, host?: string }} [options]
 * @returns {Promise<{ status: number | undefined, headers: import('node:http').IncomingHttpHeaders, body: Buffer }>}
 */
function ask(path, { method = 'GET', host } = {}) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = host === undefined ? {} : { host };
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('the page, its scripts, its style and the module are served as what they are', async () => {
  for (const [path, type] of [
    ['/', 'text/html; charset=utf-8'],
    ['/inspect/page/page.js', 'text/javascript; charset=utf-8'],
    ['/inspect/page/page.css', 'text/css; charset=utf-8'],
    ['/inspect/page/worker.js?x=1', 'text/javascript; charset=utf-8'],
    ['/harness-error.js', 'text/javascript; charset=utf-8'],
    ['/module.wasm', 'application/wasm'],
  ]) {
    const { status, headers, body } = await ask(path);
    assert.equal(status, 200, path);
    assert.equal(headers['content-type'], type);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cross-origin-embedder-policy'], 'require-corp');
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*require-trusted-types-for 'script'/);
    assert.ok(body.length > 0);
  }
  assert.deepEqual(Uint8Array.from((await ask('/module.wasm')).body), bytes);
});

test('HEAD tells the length and sends nothing', async () => {
  const { status, headers, body } = await ask('/module.wasm', { method: 'HEAD' });
  assert.equal(status, 200);
  assert.equal(headers['content-length'], String(bytes.length));
  assert.equal(body.length, 0);
});

test('no path leads out of the sources, and none to a file that is no part of the page', async () => {
  for (const path of [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/README.md',
    '/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/inspect/../../package.json',
    '/inspect/page',
    '/inspect/page/',
    '/page.js%00.html',
    '/nothing.js',
    '/__proto__.js',
  ]) {
    const { status, body } = await ask(path);
    assert.equal(status, 404, path);
    assert.equal(body.toString(), 'there is no such file\n');
  }
  assert.equal((await ask('/%ff')).status, 400);
});

test('only reading is allowed, and only under the address of this machine', async () => {
  const posted = await ask('/', { method: 'POST' });
  assert.equal(posted.status, 405);
  assert.equal(posted.headers.allow, 'GET, HEAD');
  assert.equal((await ask('/', { host: 'evil.example' })).status, 403);
  assert.equal((await ask('/', { host: '127.0.0.1.evil.example:80' })).status, 403);
  assert.equal((await ask('/', { host: 'localhost:1' })).status, 200);
});

test('a page is told of the module, and again when the file has other contents', async () => {
  const response = await fetch(new URL('/changes', url));
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const next = async () => new TextDecoder().decode((await reader.read()).value);
  assert.equal(await next(), 'event: module\ndata: "guest.wasm"\n\n');
  writeFileSync(path, assemble({ imports: [envMemory(2)] }));
  assert.equal(await next(), 'event: module\ndata: "guest.wasm"\n\n');
  // Tools write beside the file and rename.
  writeFileSync(join(folder, 'new.wasm'), assemble({ imports: [envMemory(3)] }));
  renameSync(join(folder, 'new.wasm'), path);
  assert.equal(await next(), 'event: module\ndata: "guest.wasm"\n\n');
  await reader.cancel();
  writeFileSync(path, bytes);
});

test('without a module there is none to be had', async () => {
  const empty = await serve(undefined, 0);
  assert.equal((await fetch(new URL('/module.wasm', empty.url))).status, 404);
  await empty.close();
});

/** @param {string[]} args */
function run(...args) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, [cli, 'inspect', ...args], { encoding: 'utf8', env });
}

test('a command line that cannot be used is refused, and why', () => {
  const text = join(folder, 'text.wasm');
  writeFileSync(text, 'hello');
  for (const [args, error] of /** @type {[string[], RegExp][]} */ ([
    [['--port', '65536'], /`--port` cannot be `65536`; it is a number from 0 to 65535\. See `wasm-by-hand inspect --help`\./],
    [['--port', 'x'], /cannot be `x`/],
    [[join(folder, 'none.wasm')], /cannot read .*none\.wasm: .*ENOENT|there is no such file/],
    [[folder], /cannot read/],
    [[text], /text\.wasm is not a WebAssembly module: it begins with 68 65 6c 6c/],
    [['--export', join(folder, 'no', 'page.html')], /cannot write .*page\.html: ENOENT/],
    [['--export', join(folder, 'page.html'), '--open'], /goes without `--port` and `--open`/],
  ])) {
    const { status, stdout, stderr } = run(...args);
    assert.match(stderr, error);
    assert.equal(stdout, '');
    assert.equal(status, 2, args.join(' '));
  }
});

test('a port that is taken is a failure of its own', async () => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (other.address());
  const { status, stderr } = run('--port', String(port));
  other.close();
  assert.match(stderr, new RegExp(`cannot listen at port ${port}: EADDRINUSE. Give another`));
  assert.equal(status, 3);
});

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  test(`${signal} ends the server with 0, even while a page is open`, async () => {
    const child = spawn(process.execPath, [cli, 'inspect', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
    assert.match(line, /^http:\/\/127\.0\.0\.1:\d+\/ shows .*guest\.wasm; Ctrl-C ends this\n$/);
    const response = await fetch(`${line.split(' ')[0]}changes`);
    assert.equal(response.status, 200);
    child.kill(signal);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    assert.equal(code, 0);
    await response.body?.cancel().catch(() => undefined);
  });
}

test('the page as one file has all in it, and may run nothing else', async () => {
  const name = '"><script>alert(1)</script>.wasm';
  const page = await singleFile({ name, bytes });
  assert.ok(!page.includes('<script>alert'), 'a name is text');
  for (const attribute of page.matchAll(/ (?:src|href)="([^"]*)"/g)) assert.match(attribute[1], /^(data:|#)/);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const script = /<script type="module">(.*)<\/script>\n<\/html>/s.exec(page)?.[1] ?? '';
  assert.ok(script.length > 10_000 && !/<\/script|<!--/i.test(script));
  assert.ok(policy.includes(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`), policy);
  const inner = /id="module-bytes"[^>]*>([^<]*)</.exec(page)?.[1] ?? '';
  assert.deepEqual(Uint8Array.from(Buffer.from(inner, 'base64')), bytes);
  assert.ok(!(await singleFile(undefined)).includes('id="module-bytes" '));
});

test('--export writes that page, and says how large it is', () => {
  const output = join(folder, 'page.html');
  const { status, stdout, stderr } = run('--export', output, path);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.equal(stdout, `${output}: ${readFileSync(output).length} bytes\n`);
});

test('--export without esbuild says how to get it', () => {
  // Where no node_modules is above the sources.
  const alone = join(folder, 'alone');
  cpSync(fileURLToPath(new URL('../src', import.meta.url)), join(alone, 'src'), { recursive: true });
  writeFileSync(join(alone, 'package.json'), '{"type":"module"}');
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [join(alone, 'src/cli.js'), 'inspect', '--export', join(folder, 'x.html')], { encoding: 'utf8', env });
  assert.equal(stderr, 'error: cannot join the scripts of the page: esbuild is not installed. Run `npm install --save-dev esbuild`.\n');
  assert.equal(status, 3);
});
