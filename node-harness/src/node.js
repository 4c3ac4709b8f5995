import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { HarnessError } from './harness-error.js';
import { instantiateBytes, instantiateBytesSync } from './instantiate.js';

/** @typedef {import('./instantiate.js').Options} Options */
/** @typedef {import('./instantiate.js').ModuleBytes} ModuleBytes */

/**
 * Instantiates a module from its bytes, from a file (a path or a `file:` URL) or
 * from the network (an `http:` or `https:` URL).
 *
 * @param {ModuleBytes | string | URL} source
 * @param {Options} [options]
 */
export async function instantiate(source, options = {}) {
  if (typeof source !== 'string' && !(source instanceof URL)) return instantiateBytes(source, options);
  const named = { name: String(source), ...options };
  if (isHttp(source)) return instantiateBytes(await download(String(source)), named);
  const path = pathOf(source);
  const bytes = await readFile(path).catch((cause) => cannotRead(path, cause));
  return instantiateBytes(bytes, named);
}

/**
 * The same from bytes or from a file, done when it returns.
 *
 * @param {ModuleBytes | string | URL} source
 * @param {Options} [options]
 */
export function instantiateSync(source, options = {}) {
  if (typeof source !== 'string' && !(source instanceof URL)) return instantiateBytesSync(source, options);
  if (isHttp(source)) {
    throw new HarnessError(
      'ERR_CANNOT_READ',
      `cannot read ${source}: instantiateSync does not wait for the network. Use \`await instantiate(url)\`.`,
    );
  }
  const path = pathOf(source);
  return instantiateBytesSync(readNow(path), { name: String(source), ...options });
}

/** @param {string | URL} source */
const isHttp = (source) => /^https?:/i.test(String(source));

/** @param {string | URL} source */
function pathOf(source) {
  if (source instanceof URL || /^file:/i.test(source)) {
    const url = new URL(source);
    if (url.protocol === 'file:') return fileURLToPath(url);
    throw new HarnessError(
      'ERR_CANNOT_READ',
      `cannot read ${url}: ${url.protocol} is not a protocol that the harness reads. ` +
        'Give a path, or a file:, http: or https: URL.',
    );
  }
  return source;
}

/** @param {string} path */
function readNow(path) {
  try {
    return readFileSync(path);
  } catch (cause) {
    return cannotRead(path, cause);
  }
}

/**
 * @param {string} path
 * @param {unknown} cause
 * @returns {never}
 */
function cannotRead(path, cause) {
  const code = /** @type {NodeJS.ErrnoException} */ (cause).code;
  if (code === 'ENOENT') {
    throw new HarnessError(
      'ERR_CANNOT_READ',
      `cannot read ${path}: there is no such file. Build the guest with \`make guest\`, or give another path.`,
      { cause },
    );
  }
  const reason = code === 'EISDIR' ? 'it is a directory' : String(code ?? cause);
  throw new HarnessError(
    'ERR_CANNOT_READ',
    `cannot read ${path}: ${reason}. Give the path of a .wasm file that you may read.`,
    { cause },
  );
}

/** @param {string} url */
async function download(url) {
  const response = await fetch(url).catch((cause) => {
    const reason = cause?.cause?.code ?? cause?.cause?.message ?? cause?.message;
    throw new HarnessError(
      'ERR_CANNOT_READ',
      `cannot fetch ${url}: ${reason}. Check that the server is up and the address is right.`,
      { cause },
    );
  });
  if (!response.ok) {
    throw new HarnessError(
      'ERR_CANNOT_READ',
      `cannot fetch ${url}: the server answered ${response.status} ${response.statusText}. ` +
        'Check the address.',
    );
  }
  return response.arrayBuffer();
}
