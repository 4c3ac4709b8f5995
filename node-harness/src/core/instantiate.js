import { calls } from './calls.js';
import { join, load } from './join.js';
import { memory } from './memory.js';

/**
 * @template [Exports=Record<string, any>]
 * @typedef {import('./guest.js').CoreGuest<Exports>} CoreGuest
 */
/**
 * @template {readonly Part[]} [P=readonly Part[]]
 * @typedef {import('./guest.js').CoreOptions<P>} CoreOptions
 */
/**
 * @template {readonly Part[]} P
 * @typedef {CoreGuest & import('./guest.js').Added<P>} With
 */
/** @typedef {import('./guest.js').Part} Part */
/** @typedef {import('./guest.js').Source} Source */

/** @param {CoreOptions} [options] */
const withCore = ({ parts = [], ...options } = {}) => ({ ...options, parts: [memory, calls, ...parts] });

/**
 * Compiles and instantiates a module with a memory of its own limits, exports
 * that end the guest when it traps, and the parts given.
 *
 * @overload
 * @param {Source | Promise<Source>} source
 * @param {CoreOptions<P>} [options]
 * @returns {Promise<With<P>>}
 * @template {readonly Part[]} [const P=[]]
 */
/**
 * @overload
 * @param {Source | Promise<Source>} source
 * @param {CoreOptions} [options]
 * @returns {Promise<CoreGuest<Exports>>}
 * @template Exports of a file that `wasm-by-hand types` wrote
 */
/**
 * @param {Source | Promise<Source>} source
 * @param {CoreOptions} [options]
 * @returns {Promise<any>}
 */
export function instantiate(source, options) {
  return load(source, withCore(options));
}

/**
 * The same from bytes or a compiled module, done when it returns. Browsers
 * refuse this on the main thread for all but small modules.
 *
 * @overload
 * @param {ArrayBuffer | Uint8Array | WebAssembly.Module} source
 * @param {CoreOptions<P>} [options]
 * @returns {With<P>}
 * @template {readonly Part[]} [const P=[]]
 */
/**
 * @overload
 * @param {ArrayBuffer | Uint8Array | WebAssembly.Module} source
 * @param {CoreOptions} [options]
 * @returns {CoreGuest<Exports>}
 * @template Exports of a file that `wasm-by-hand types` wrote
 */
/**
 * @param {ArrayBuffer | Uint8Array | WebAssembly.Module} source
 * @param {CoreOptions} [options]
 * @returns {any}
 */
export function instantiateSync(source, options) {
  return source instanceof WebAssembly.Module
    ? join(source, undefined, withCore(options))
    : join(new WebAssembly.Module(/** @type {BufferSource} */ (source)), source, withCore(options));
}
