/** A static server: the type of each file, and what was compressed beforehand, if the client takes it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };
/** In the order of preference: the extension that compress.js writes, by what HTTP calls it. */
const CODINGS = { br: '.br', gzip: '.gz' };

/**
 * @param {string} folder
 * @param {{ [extension: string]: string }} [types]
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serve(folder, types = TYPES) {
  const server = createServer(async (request, response) => {
    const path = pathOf(request.url);
    if (path === undefined) return response.writeHead(400).end();
    if (!['GET', 'HEAD'].includes(request.method)) return response.writeHead(405, { allow: 'GET, HEAD' }).end();
    const taken = String(request.headers['accept-encoding'] ?? '').split(/\s*,\s*/);
    const codings = Object.entries(CODINGS).filter(([name]) => taken.includes(name));
    for (const [coding, extension] of [...codings, ['identity', '']]) {
      const body = await readFile(join(folder, path + extension)).catch(() => undefined);
      if (body === undefined) continue;
      const headers = {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
        vary: 'accept-encoding',
        'cache-control': 'no-cache',
      };
      if (request.headers['if-none-match'] === headers.etag) return response.writeHead(304, headers).end();
      if (coding !== 'identity') headers['content-encoding'] = coding;
      return response.writeHead(200, { ...headers, 'content-length': body.length }).end(body);
    }
    response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.closeAllConnections() ?? server.close() };
}

/** The path in the folder; nothing for what is no path. One that is absolute and normalized cannot climb out. */
function pathOf(url) {
  try {
    return normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)).replace(/\/$/, '/index.html');
  } catch {
    return undefined;
  }
}
