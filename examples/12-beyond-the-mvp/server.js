/** A server for pages that may have threads. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
// #region isolated
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
// #endregion isolated

/** Serves an empty page, and the scripts and modules of this folder; gives the address, and what ends it. */
export async function serve() {
  const server = createServer(async ({ url }, response) => {
    const [name] = /^[\w-]+\.(js|wasm)$/.exec(String(url).slice(1)) ?? [];
    if (name === undefined) return response.writeHead(200, { 'content-type': 'text/html', ...ISOLATED }).end('<!doctype html>');
    const body = await readFile(new URL(name, import.meta.url)).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(name)], ...ISOLATED }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.closeAllConnections() ?? server.close() };
}
