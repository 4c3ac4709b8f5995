import { cannotFetch, success } from './answer.js';
import { instantiateFull, instantiateFullSync, joinFull, refuse } from './full.js';
import { HarnessError } from './harness-error.js';
import { checkPreamble } from './preamble.js';

export * from './index.js';

/**
 * @template [Exports=Record<string, any>]
 * @typedef {import('./full.js').Guest<Exports>} Guest
 */
/** @typedef {import('./full.js').Options} Options */
/** @typedef {import('./core/guest.js').Source} Source */

const MIME_TYPE = 'application/wasm';

/**
 * Instantiates a module from its bytes, from the network (a URL, or an answer
 * that was fetched, or a promise of one) or from a stream. What comes from the
 * network is compiled while it comes in.
 *
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @param {Source | string | URL | ReadableStream<Uint8Array> | Promise<Source>} source
 * @param {Options} [options]
 * @returns {Promise<Guest<Exports>>}
 */
export async function instantiate(source, options = {}) {
  const found = await (typeof source === 'string' || source instanceof URL ? download(source) : source);
  if (found instanceof ReadableStream) return instantiateFull(await new Response(found).arrayBuffer(), options);
  return found instanceof Response ? streamed(found, options) : instantiateFull(found, options);
}

/**
 * The same from bytes or a compiled module, done when it returns. Browsers
 * refuse this on the main thread for all but small modules.
 *
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @param {ArrayBuffer | Uint8Array | WebAssembly.Module} source
 * @param {Options} [options]
 * @returns {Guest<Exports>}
 */
export const instantiateSync = (source, options = {}) => instantiateFullSync(source, options);

/** @param {string | URL} url */
const download = (url) => fetch(url).catch((cause) => cannotFetch(String(url), cause));

/**
 * @param {Response} response
 * @param {Options} options
 */
async function streamed(response, options) {
  const name = options.name ?? (response.url || 'the answer');
  const named = { ...options, name };
  success(response, name);
  requireMimeType(response, name);
  // The limits of the memory are read from the bytes, so these are kept too.
  const [module, bytes] = await Promise.allSettled([
    WebAssembly.compileStreaming(response.clone()),
    response.arrayBuffer(),
  ]);
  if (bytes.status === 'rejected') return cannotFetch(name, bytes.reason);
  const found = new Uint8Array(bytes.value);
  checkPreamble(found, name);
  return module.status === 'fulfilled' ? joinFull(module.value, found, named) : refuse(module.reason, named);
}

/**
 * Throws unless the server says that it sends a module: an engine compiles
 * nothing else while it comes in.
 *
 * @param {Response} response
 * @param {string} name
 */
function requireMimeType(response, name) {
  const type = response.headers.get('content-type');
  if (type?.trim().toLowerCase() === MIME_TYPE) return;
  throw new HarnessError(
    'ERR_MIME_TYPE',
    `${name} came with the MIME type ${type === null ? '(none)' : type}, and a browser compiles only what is sent as ` +
      `${MIME_TYPE}. Teach the server (Apache: AddType ${MIME_TYPE} .wasm; nginx: types { ${MIME_TYPE} wasm; }), or, ` +
      'if it is the right file, pass its bytes: instantiate((await fetch(url)).arrayBuffer()).',
  );
}
