/** A server for the pages of the tests: the repository as it is, and the guests. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import { guestPaths, mustExist, repositoryRoot } from './guest-files.js';

const TYPES = /** @type {Record<string, string>} */ ({ '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' });

/**
 * @param {string} page where the address of the server leads to
 * @param {Record<string, string>} [headers] sent with everything
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serve(page, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(String(request.url), 'http://localhost').pathname;
    if (path === '/') return response.writeHead(302, { location: `/${page}`, ...headers }).end();
    try {
      const file = fileOf(path);
      const body = await readFile(file);
      return response.writeHead(200, { 'content-type': TYPES[extname(file)], ...headers }).end(body);
    } catch {
      return response.writeHead(404, headers).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

/** @param {string} path */
function fileOf(path) {
  const guest = /^\/guests\/(.*)\.wasm$/.exec(path)?.[1];
  if (guest !== undefined) return mustExist(guestPaths[guest]);
  if (!(extname(path) in TYPES)) throw new Error(`${path} is nothing that a page needs`);
  return join(repositoryRoot, path);
}
