/**
 * @template [Exports=Record<string, any>]
 * @typedef {import('./guest.js').CoreGuest<Exports>} CoreGuest
 */
/** @typedef {import('./guest.js').CoreOptions} CoreOptions */
/** @typedef {import('./guest.js').Imports} Imports */
/** @typedef {import('./guest.js').ModuleBytes} ModuleBytes */
/** @typedef {import('./guest.js').Source} Source */

/**
 * Instantiates a compiled module with what the parts offer. All else is a part,
 * the memory included.
 *
 * @param {WebAssembly.Module} module
 * @param {ModuleBytes} [source] its bytes
 * @param {CoreOptions} [options]
 * @returns {CoreGuest<any>}
 */
export function join(module, source, options = {}) {
  const guest = /** @type {CoreGuest} */ (/** @type {unknown} */ ({
    module,
    source,
    reset() {
      // Copies, so that what a part offers in one run is no gift of the user's in
      // the next; and without a prototype, as a module may import from `__proto__`.
      const imports = /** @type {Imports} */ (/** @type {unknown} */ ({ __proto__: null, env: {} }));
      for (const name in options.imports) imports[name] = { ...options.imports[name] };
      const afters = options.parts?.map((part) => part(guest, imports, options));
      guest.exports = (guest.instance = new WebAssembly.Instance(module, imports)).exports;
      afters?.map((after) => after?.());
      return guest;
    },
  }));
  return guest.reset();
}

/**
 * The same from what is still to be compiled.
 *
 * @param {Source | Promise<Source>} source
 * @param {CoreOptions} [options]
 */
export async function load(source, options) {
  const found = /** @type {any} */ (await source);
  if (found instanceof WebAssembly.Module) return join(found, undefined, options);
  const bytes = (await found.arrayBuffer?.()) ?? found;
  return join(await WebAssembly.compile(bytes), bytes, options);
}
