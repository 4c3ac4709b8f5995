import { calls } from './calls.js';
import { join, load } from './join.js';
import { memory } from './memory.js';

/**
 * @template [Exports=Record<string, any>]
 * @typedef {import('./guest.js').CoreGuest<Exports>} CoreGuest
 */
/** @typedef {import('./guest.js').CoreOptions} CoreOptions */
/** @typedef {import('./guest.js').Source} Source */

/** @param {CoreOptions} [options] */
const withCore = (options) => ({ ...options, parts: [memory, calls, ...(options?.parts ?? [])] });

/**
 * Compiles and instantiates a module with a memory of its own limits, exports
 * that end the guest when it traps, and the parts given.
 *
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @param {Source | Promise<Source>} source
 * @param {CoreOptions} [options]
 * @returns {Promise<CoreGuest<Exports>>}
 */
export const instantiate = (source, options) => load(source, withCore(options));

/**
 * The same from bytes or a compiled module, done when it returns. Browsers
 * refuse this on the main thread for all but small modules.
 *
 * @template [Exports=Record<string, any>]
 * @param {ArrayBuffer | Uint8Array | WebAssembly.Module} source
 * @param {CoreOptions} [options]
 * @returns {CoreGuest<Exports>}
 */
export const instantiateSync = (source, options) =>
  source instanceof WebAssembly.Module
    ? join(source, undefined, withCore(options))
    : join(new WebAssembly.Module(/** @type {BufferSource} */ (source)), source, withCore(options));
