import { realpathSync, statSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, dirname, extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder whose files are served: the sources of the harness, which are the page's modules. */
const SOURCES = realpathSync(fileURLToPath(new URL('..', import.meta.url)));

/** What is served, and as what; anything else is not there. @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** @type {Record<string, string>} */
const HEADERS = {
  // Memories that are shared between threads exist only in pages that are isolated.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'self'; worker-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types worker",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** A linker writes a file in many pieces; it is read when it has been quiet for so long. */
const QUIET_MS = 80;

/**
 * Serves the page, and a module with it, to this machine only.
 *
 * @param {string | undefined} modulePath
 * @param {number} port 0 for one that is free
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(modulePath, port) {
  /** @type {Set<import('node:http').ServerResponse>} */
  const listeners = new Set();
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else end(response, 500, String(error.message));
    });
  });

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function answer(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'only GET and HEAD are answered', { Allow: 'GET, HEAD' });
    // A page elsewhere, whose name leads to this address, may not ask.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) return end(response, 403, 'this server answers only under its own address');
    const path = pathOf(request.url ?? '/');
    if (path === undefined) return end(response, 400, 'this is no path');
    if (path === '/changes') return listen(response);
    const [file, type] = path === '/module.wasm' ? [modulePath, 'application/wasm'] : [sourceFile(path), TYPES[extname(path) || '.html']];
    const contents = file === undefined ? undefined : await readFile(file).catch(() => undefined);
    if (contents === undefined) return end(response, 404, 'there is no such file');
    response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': contents.length });
    response.end(request.method === 'HEAD' ? undefined : contents);
  }

  /** Keeps a page informed. @param {import('node:http').ServerResponse} response */
  function listen(response) {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    response.write(modulePath === undefined ? ':\n\n' : moduleEvent(modulePath));
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  const watcher = modulePath === undefined ? undefined : watchFile(modulePath, () => {
    for (const response of listeners) response.write(moduleEvent(modulePath));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const { port: bound } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${bound}/`,
    async close() {
      watcher?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {string} path */
const moduleEvent = (path) => `event: module\ndata: ${JSON.stringify(basename(path))}\n\n`;

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} [headers]
 */
function end(response, status, text, headers = {}) {
  response.writeHead(status, { ...HEADERS, ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/**
 * The path of a request, decoded once; undefined if it cannot be.
 *
 * @param {string} url
 */
function pathOf(url) {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return undefined;
  }
}

/**
 * The file of the sources that a path means; undefined if it would be one that
 * is not below them, or of a kind that is not served.
 *
 * @param {string} path
 */
function sourceFile(path) {
  const wanted = resolve(SOURCES, `.${path === '/' ? '/inspect/page/index.html' : path}`);
  if (path.includes('\0') || !wanted.startsWith(SOURCES + sep) || !(extname(wanted) in TYPES)) return undefined;
  try {
    // A link may lead elsewhere.
    const real = realpathSync(wanted);
    return real.startsWith(SOURCES + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Calls when a file has other contents. The folder is watched, since tools write
 * a file anew and put it in the place of the old one.
 *
 * @param {string} path
 * @param {() => void} onChange
 */
function watchFile(path, onChange) {
  const name = basename(path);
  const stamp = () => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && `${found.mtimeMs} ${found.size} ${found.ino}`;
  };
  let before = stamp();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  return watch(dirname(resolve(path)), (_, changed) => {
    if (changed !== null && changed !== name) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = stamp();
      if (now === undefined || now === before) return;
      before = now;
      onChange();
    }, QUIET_MS);
  });
}
