import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { cannotFetch, success } from './answer.js';
import { cannotRead, readNow } from './file.js';
import { instantiateFull, instantiateFullSync } from './full.js';
import { HarnessError } from './harness-error.js';

export * from './index.js';

/**
 * @template [Exports=Record<string, any>]
 * @typedef {import('./full.js').Guest<Exports>} Guest
 */
/** @typedef {import('./full.js').Options} Options */
/** @typedef {import('./core/guest.js').ModuleBytes} ModuleBytes */
/** @typedef {import('./core/guest.js').Source} Source */

/**
 * Instantiates a module from a file (a path or a `file:` URL), from the network
 * (an `http:` or `https:` URL, or the answer to a fetch), from a stream of either
 * kind, or from its bytes; a promise of one of these will do.
 *
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @param {Source | string | URL | AsyncIterable<Uint8Array> | Promise<Source>} source
 * @param {Options} [options]
 * @returns {Promise<Guest<Exports>>}
 */
export async function instantiate(source, options = {}) {
  const found = await (typeof source === 'string' || source instanceof URL ? fetched(source) : source);
  const named = typeof source === 'string' || source instanceof URL ? { name: String(source), ...options } : options;
  if (found instanceof Response) return instantiateFull(await bodyOf(found, named.name ?? found.url), named);
  return instantiateFull(isStream(found) ? await gathered(found) : found, named);
}

/**
 * The same from bytes, from a compiled module or from a file, done when it
 * returns.
 *
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @param {ModuleBytes | WebAssembly.Module | string | URL} source
 * @param {Options} [options]
 * @returns {Guest<Exports>}
 */
export function instantiateSync(source, options = {}) {
  if (typeof source !== 'string' && !(source instanceof URL)) return instantiateFullSync(source, options);
  if (isHttp(source)) {
    throw new HarnessError(
      'ERR_CANNOT_READ',
      `cannot read ${source}: instantiateSync does not wait for the network. Use \`await instantiate(url)\`.`,
    );
  }
  const path = pathOf(source);
  return instantiateFullSync(readNow(path), { name: String(source), ...options });
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

/**
 * What a path or a URL leads to.
 *
 * @param {string | URL} source
 */
async function fetched(source) {
  if (isHttp(source)) return fetch(source).catch((cause) => cannotFetch(String(source), cause));
  const path = pathOf(source);
  return readFile(path).catch((cause) => cannotRead(path, cause));
}

/**
 * @param {Response} response
 * @param {string} url
 */
const bodyOf = (response, url) =>
  success(response, url)
    .arrayBuffer()
    .catch((cause) => cannotFetch(url, cause));

/**
 * @param {any} found
 * @returns {found is AsyncIterable<Uint8Array>}
 */
const isStream = (found) => typeof found?.[Symbol.asyncIterator] === 'function';

/** All bytes of a stream. @param {AsyncIterable<Uint8Array>} stream */
async function gathered(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Uint8Array(await new Blob(/** @type {any} */ (chunks)).arrayBuffer());
}
